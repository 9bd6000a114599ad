const LANGUAGES = ['json', 'jsonc'];
const SCHEMES = ['file', 'untitled', 'role-s3', 'vscode-userdata'];

/** The largest policy of AWS has a fifth of that. */
const MAX_CHARACTERS = 100_000;
const MAX_LINES = 10_000;

interface Document {
  readonly languageId: string;
  readonly lineCount: number;
  readonly uri: { readonly scheme: string };
  getText(): string;
}

/** Cheap: it is asked of every JSON document at every pause in typing. */
export function mayBePolicy(document: Document): boolean {
  const { languageId, uri, lineCount } = document;
  if (!LANGUAGES.includes(languageId) || !SCHEMES.includes(uri.scheme) || lineCount > MAX_LINES) {
    return false;
  }
  const text = document.getText();
  return text.length <= MAX_CHARACTERS && text.includes('"Statement"');
}
