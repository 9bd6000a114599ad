// Where the links and pictures of Markdown pages lead, as far as that can be known without a request.
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

interface Link {
  readonly target: string;
  readonly isPicture: boolean;
}

/** The text without blocks and spans of code. */
const prose = (text: string): string =>
  text.replaceAll(/^( *)(```+)[^]*?^ *\2 *$/gm, '').replaceAll(/(`+)[^`]+\1/g, 'x');

export const linksIn = (text: string): readonly Link[] =>
  [...prose(text).matchAll(/(?<picture>!?)\[[^\]]*\]\((?<target>[^)\s]*)[^)]*\)/g)].map(({ groups }) => ({
    target: groups?.['target'] ?? '',
    isPicture: groups?.['picture'] === '!',
  }));

/** As GitHub names headings. */
export function anchorsIn(text: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  const blocks = text.replaceAll(/^( *)(```+)[^]*?^ *\2 *$/gm, '');
  for (const [, heading = ''] of blocks.matchAll(/^#{1,6} +(.+)$/gm)) {
    const words = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const anchor = words
      .replaceAll(/[^\p{L}\p{N}\p{M}\p{Pc} -]/gu, '')
      .trim()
      .replaceAll(' ', '-');
    const before = [...anchors].filter((each) => each === anchor || each.startsWith(`${anchor}-`)).length;
    anchors.add(anchors.has(anchor) ? `${anchor}-${before}` : anchor);
  }
  return anchors;
}

/** What is wrong with a page's links, by the file's path in the project. */
export function linkComplaints(root: string, file: string): readonly string[] {
  return linksIn(readFileSync(join(root, file), 'utf8')).flatMap(({ target }) => {
    const complaint = complaintOf(root, file, target);
    return complaint === undefined ? [] : [`${file}: ${target}: ${complaint}`];
  });
}

function complaintOf(root: string, file: string, target: string): string | undefined {
  if (/^[a-z][a-z+.-]*:/i.test(target)) return absoluteComplaint(target);
  const [path = '', anchor] = target.split('#');
  const whole = path === '' ? join(root, file) : join(root, dirname(file), decodeURIComponent(path));
  if (relative(root, whole).startsWith('..')) return 'leads out of the project';
  if (!existsSync(whole)) return 'is not there';
  if (anchor === undefined) return undefined;
  if (!whole.endsWith('.md')) return 'has an anchor in what is no page';
  return anchorsIn(readFileSync(whole, 'utf8')).has(anchor) ? undefined : 'has no such heading';
}

function absoluteComplaint(target: string): string | undefined {
  if (/^command:[\w.]+$/.test(target)) return undefined;
  const url = URL.canParse(target) ? new URL(target) : undefined;
  if (url?.protocol !== 'https:') return 'is no https address';
  return url.href === target || url.href === `${target}/` ? undefined : 'is not written as browsers do';
}

/** Markdown below a folder. */
export const pagesBelow = (root: string, folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((name) => name.endsWith('.md') && statSync(join(root, name)).isFile())
    .sort();
