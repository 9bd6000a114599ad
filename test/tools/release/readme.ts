// The README as an editor shows it to somebody who installed the .vsix from a file. Its pictures lie beside it in the
// project, not in the .vsix, and the editor shows none that is inside a text.

/** The text without the pictures of the project, which stand in paragraphs of their own. Those of the web stay. */
export function withoutPictures(text: string): string {
  return text.replaceAll(/^!\[[^\]]*\]\((?!https:)[^)]*\)\n\n/gm, '');
}

/**
 * The text without links into the project, of which the .vsix has no pages: their words stay. Those of the web and to
 * headings of the text itself stay too.
 */
export function withoutProjectLinks(text: string): string {
  return text.replaceAll(/(?<!!)\[((?:[^\][]|\[[^\][]*\])*)\]\((?!https:|#)[^)\s]*\)/g, '$1');
}
