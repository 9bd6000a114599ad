/**
 * A text in quotes, in the editor's syntax of snippets, with its variables (`${BucketName}`) as places to fill in.
 * @param opens the cursor stays in it
 */
export function snippetOf(text: string, opens: boolean, needsColon: boolean): string {
  let places = 0;
  const inside = text.replace(/\$\{([^}]*)\}|[$}\\]/g, (found, name: string | undefined) => {
    if (name === undefined) {
      return `\\${found}`;
    }
    places += 1;
    return `\${${places}:${name}}`;
  });
  return `"${inside}${opens ? '$0' : ''}"${needsColon ? ': ' : ''}`;
}
