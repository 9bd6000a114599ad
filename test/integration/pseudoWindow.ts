// What the editor is told to show while the extension speaks the pseudo-locale: tests read and answer it in English, and
// after all of them no text may have been forgotten.
import assert from 'node:assert/strict';
import { window } from 'vscode';
import { forgotten, plain, pseudo, PSEUDO_LETTERS } from '../support/pseudo.js';

/** Those that show texts and answer with what was chosen. */
const SHOWING = [
  'showErrorMessage',
  'showWarningMessage',
  'showInformationMessage',
  'showQuickPick',
  'showInputBox',
  'showOpenDialog',
  'showSaveDialog',
  'withProgress',
] as const;
/** Those whose texts are set afterwards. */
const MAKING = ['createQuickPick', 'createInputBox'] as const;

type Show = (...args: unknown[]) => unknown;

const after = (words: string): RegExp => new RegExp(`${words} [^${PSEUDO_LETTERS}]*`, 'g');

/** What AWS, the operating system and users' programs say, in their own words. */
const DATA: readonly (string | RegExp)[] = [
  after(`${pseudo('AWS')}(?: ${pseudo('says')})?:`),
  after(`${pseudo('exit code')} 3:`),
  after('"access_denied":'),
  /\b(?:unset|set -eg) [A-Z_]+/g, // a shell's commands
  /^command sleep .+$/gm, // and those that are shown before they are typed
  /^aws [a-z]+ .+$/gm,
  /arn:[\w:/.+=@-]+/g,
  /^An error occurred \(.+$/gm, // what the AWS CLI printed, as it was pasted
  'AWS CLI', // names of products
  'AWS SDK for JavaScript',
  'Who Am I', // an extension's name, and the reason that it gives
  "to test 'it' and more",
];

const heard: string[] = [];

/** The texts in what is shown: a message, its buttons, the rows of a list. */
function textsIn(shown: unknown): string[] {
  if (typeof shown === 'string') return [shown];
  if (typeof shown !== 'object' || shown === null) return [];
  return Object.values(shown).flatMap(textsIn);
}

/** A copy in English; `originals` tells later which original was chosen. */
function inEnglish(shown: unknown, originals: Map<unknown, unknown>): unknown {
  let copy = shown;
  if (typeof shown === 'string') copy = plain(shown);
  else if (Array.isArray(shown)) copy = shown.map((each) => inEnglish(each, originals));
  else if (isRecord(shown)) {
    copy = Object.fromEntries(Object.entries(shown).map(([key, value]) => [key, inEnglish(value, originals)]));
  }
  if (copy !== shown) originals.set(copy, shown);
  return copy;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** Stands between the extension and what the editor, or a test in its place, does. */
function overhear(name: (typeof SHOWING)[number]): void {
  const editors = window[name] as Show;
  let actual = editors;
  const show: Show = (...args) => {
    heard.push(...args.flatMap(textsIn));
    const originals = new Map<unknown, unknown>();
    const result = actual(...args.map((arg) => inEnglish(arg, originals)));
    return isThenable(result)
      ? Promise.resolve(result).then((chosen: unknown): unknown => originals.get(chosen) ?? chosen)
      : result;
  };
  const replace = (next: Show) => (actual = next === show ? editors : next);
  Object.defineProperty(window, name, { get: () => show, set: replace, configurable: true });
}

/** Hears what is set on a picker or an input box. */
function overhearMade(name: (typeof MAKING)[number]): void {
  const make = window[name] as () => object;
  const overheard = (): object =>
    new Proxy(make(), {
      get(made, key) {
        const value: unknown = Reflect.get(made, key, made);
        return typeof value === 'function' ? (value.bind(made) as unknown) : value;
      },
      set(made, key, value) {
        if (key !== 'value') heard.push(...textsIn(value));
        return Reflect.set(made, key, value, made);
      },
    });
  Object.assign(window, { [name]: overheard });
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value;
}

/** Mocha's hooks for the whole run. */
export function pseudoHooks(): Mocha.RootHookObject {
  SHOWING.forEach(overhear);
  MAKING.forEach(overhearMade);
  return {
    afterAll() {
      assert.ok(heard.length > 100, `only ${heard.length} texts were shown: is this the pseudo-locale?`);
      const found = [...new Set(heard)].filter((text) => forgotten(text, DATA).length > 0);
      assert.ok(found.length === 0, `These are not translated:\n${found.join('\n')}`);
    },
  };
}
