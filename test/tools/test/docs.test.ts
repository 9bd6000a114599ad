import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describedIn } from '../docs/commandsText.js';
import { generatedPages } from '../docs/generated.js';
import { anchorsIn, linkComplaints, linksIn, pagesBelow } from '../docs/links.js';
import { ROOT, temporaryFolder } from '../environment.js';

const read = (name: string): string => readFileSync(join(ROOT, name), 'utf8');
const DOCS = pagesBelow(ROOT, 'docs');
const PAGES = ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'src/README.md', 'l10n/README.md', ...DOCS];

describe('the pages made of package.json', () => {
  it('have its settings, defaults, scopes and commands, no more and no fewer: else run npm run docs', async () => {
    for (const { before, after } of await generatedPages()) expect(before).toBe(after);
  });

  it('say of every command what it does, in the column of docs/commands.md that is written by hand', () => {
    const rows = describedIn(read('docs/commands.md'));
    expect(rows.length).toBeGreaterThan(60);
    expect(rows.filter(({ what }) => what === '').map(({ id }) => id)).toEqual([]);
  });
});

describe('every page', () => {
  it.each(PAGES)('%s has one title, and words where package.json has names of texts', (file) => {
    const text = read(file);
    const prose = text.replaceAll(/^( *)(```+)[^]*?^ *\2 *$/gm, '');
    expect(prose.match(/^# .+$/gm)).toHaveLength(1);
    expect(text).not.toMatch(/%(?:command|setting|configuration|view)\.[\w.]+%/);
  });
});

describe('the page of errors', () => {
  it('quotes only what the extension says', () => {
    const texts = Object.keys(JSON.parse(read('l10n/bundle.l10n.json')) as object);
    const said = texts.map((text) => text.replaceAll(/\{\d\}/g, '…'));
    const quoted = [...read('docs/errors.md').matchAll(/^\| `([^`]+)`/gm)].map(([, text = '']) => text);
    expect(quoted.length).toBeGreaterThan(50);
    expect(quoted.filter((text) => !said.some((each) => each.includes(text)))).toEqual([]);
  });
});

describe('links and pictures', () => {
  it.each(PAGES)('of %s lead somewhere', (file) => {
    expect(linkComplaints(ROOT, file)).toEqual([]);
  });

  it('of the texts of package.json are commands or https', () => {
    const words = Object.values(JSON.parse(read('package.nls.json')) as Readonly<Record<string, string>>);
    const targets = words.flatMap(linksIn).map(({ target }) => target);
    const views = ['roleSessions.sessions', 'roleSessions.s3'].map((view) => `${view}.focus`); // the editor's own
    const ids = describedIn(read('docs/commands.md')).map(({ id }) => id);
    const commands = new Set([...ids, ...views].map((id) => `command:${id}`));
    expect(targets.length).toBeGreaterThan(0);
    expect(
      targets.filter((each) => !commands.has(each) && !(each.startsWith('https://') && URL.canParse(each))),
    ).toEqual([]);
  });

  it('lead to every page of docs from its contents', () => {
    const linked = new Set(linksIn(read('docs/README.md')).map(({ target }) => join('docs', target)));
    expect(DOCS.filter((page) => page !== 'docs/README.md' && !linked.has(page))).toEqual([]);
  });
});

describe('the check of links', () => {
  function complaints(text: string): readonly string[] {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'docs'));
    writeFileSync(join(folder, 'docs/other.md'), '# Other page\n\n## A `code` heading, and more\n');
    writeFileSync(join(folder, 'page.md'), `# Page\n\n${text}\n`);
    return linkComplaints(folder, 'page.md');
  }

  it.each([
    ['a file', '[a](docs/other.md)'],
    ['a heading elsewhere', '[a](docs/other.md#a-code-heading-and-more)'],
    ['a heading of its own', '[a](#page)'],
    ['the web', '[a](https://example.com/a_b?c=d#e)'],
    ['what is only code', '`[a](gone.md)`\n\n```md\n[a](gone.md)\n```'],
  ])('takes %s', (_case, text) => {
    expect(complaints(text)).toEqual([]);
  });

  it.each([
    ['a file that is not there', '[a](docs/gone.md)', 'page.md: docs/gone.md: is not there'],
    ['a picture that is not there', '![a](docs/gone.png)', 'page.md: docs/gone.png: is not there'],
    ['a heading that is not there', '[a](docs/other.md#gone)', 'page.md: docs/other.md#gone: has no such heading'],
    ['a heading in code', '```sh\n# gone\n```\n\n[a](#gone)', 'page.md: #gone: has no such heading'],
    ['a file elsewhere', '[a](../../etc/hosts)', 'page.md: ../../etc/hosts: leads out of the project'],
    ['the web in the clear', '[a](http://example.com)', 'page.md: http://example.com: is no https address'],
    ['no address', '[a](https://)', 'page.md: https://: is no https address'],
    ['an address that browsers change', '[a](https://EXAMPLE.com/)', 'page.md: https://EXAMPLE.com/: is not written'],
  ])('complains of %s', (_case, text, complaint) => {
    expect(complaints(text).join('\n')).toContain(complaint);
  });

  it('knows headings that are there twice', () => {
    expect([...anchorsIn('# One\n\n## One\n\n## One\n')]).toEqual(['one', 'one-1', 'one-2']);
  });
});
