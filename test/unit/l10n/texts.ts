// What the sources say, read with the TypeScript compiler.
import ts from 'typescript';

export interface Finding {
  /** Counts from 1. */
  readonly line: number;
  readonly text: string;
}

/** Stands for what a template fills in. */
const FILLED = '\uE000';
/** Two words, or one beside something that is filled in. */
const WORDS = /\p{L}[,.:;’!?)”"]* +["“(]*[\p{L}\uE000]|\uE000[,.:;’!?)”"]* +["“(]*\p{L}/u;
/** Properties that the editor shows as they are: there one word is a text as well. */
const SHOWN = new Set(['label', 'detail', 'description', 'title', 'placeHolder', 'placeholder', 'prompt', 'tooltip']);
const TITLE = /^\p{Lu}\p{Ll}/u;
const ICONS = /\$\([a-z~-]+\) */g;

const LOG = /(?:^|\.)(?:log|interaction)\.(?:debug|info|warn|error)$|^this\.warn$/;
const DEFECT = /^(?:Type|Range)?Error$/;

/**
 * Literals that look like English but go through no `l10n.t`. Not looked at are what the log is told, errors that are
 * defects, types, names of modules, and markup.
 */
export function untranslated(source: string): Finding[] {
  const file = parse(source);
  const found: Finding[] = [];
  const visit = (node: ts.Node): void => {
    if (isNoText(node)) {
      return;
    }
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      const callee = node.expression.getText(file);
      if (LOG.test(callee) || DEFECT.test(callee)) {
        return;
      }
      if (callee === 'l10n.t') {
        node.arguments?.slice(1).forEach(visit);
        return;
      }
    }
    const text = literalText(node)?.replace(ICONS, '');
    if (text !== undefined && (WORDS.test(text) || (isShown(node) && TITLE.test(text)))) {
      found.push({ line: lineOf(file, node), text: node.getText(file) });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** Calls of `l10n.t` that translators or the extractor cannot do anything with, and why. */
export function unsound(source: string): Finding[] {
  const file = parse(source);
  const found: Finding[] = [];
  const visit = (node: ts.Node, depth: number): void => {
    if (ts.isImportSpecifier(node) && node.name.text === 'l10n') {
      found.push({ line: lineOf(file, node), text: 'not from base/l10n: the log could not say it in English' });
    }
    if (ts.isCallExpression(node) && node.expression.getText(file) === 'l10n.t') {
      const why = flaw(node, depth === 0);
      if (why !== undefined) {
        found.push({ line: lineOf(file, node), text: why });
      }
    }
    ts.forEachChild(node, (child) => visit(child, ts.isFunctionLike(node) ? depth + 1 : depth));
  };
  visit(file, 0);
  return found;
}

function flaw(call: ts.CallExpression, isTooEarly: boolean): string | undefined {
  const message = messageOf(call);
  if (message === undefined) {
    return 'the message is not one plain literal';
  }
  if (isTooEarly) {
    return 'evaluated while the file loads, before there are words';
  }
  if (message !== message.trim() || message.includes('{{')) {
    return 'blanks at an end, or a brace before a placeholder';
  }
  if (call.arguments.some(ts.isSpreadElement)) {
    return 'spread arguments cannot be counted';
  }
  const given = ts.isStringLiteral(call.arguments[0] ?? call) ? call.arguments.length - 1 : 0;
  const used = new Set([...message.matchAll(/\{(\d+)\}/g)].map(([, index]) => Number(index)));
  return used.size === given && [...used].every((index) => index < given)
    ? undefined
    : `${given} arguments for ${[...used].map((index) => `{${index}}`).join(' ')}`;
}

/** Of `l10n.t('…')` and `l10n.t({ message: '…' })`. */
function messageOf({ arguments: [first] }: ts.CallExpression): string | undefined {
  const message =
    first !== undefined && ts.isObjectLiteralExpression(first)
      ? first.properties.flatMap((each) =>
          ts.isPropertyAssignment(each) && each.name.getText() === 'message' ? [each.initializer] : [],
        )[0]
      : first;
  return message !== undefined && ts.isStringLiteral(message) ? message.text : undefined;
}

function parse(source: string): ts.SourceFile {
  return ts.createSourceFile('source.ts', source, ts.ScriptTarget.Latest, true);
}

function lineOf(file: ts.SourceFile, node: ts.Node): number {
  return file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
}

function isNoText(node: ts.Node): boolean {
  return (
    ts.isImportDeclaration(node) ||
    ts.isExportDeclaration(node) ||
    ts.isTypeNode(node) ||
    ts.isTaggedTemplateExpression(node) ||
    (literalText(node)?.startsWith('<') ?? false)
  );
}

function literalText(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) {
    return node.text;
  }
  return ts.isTemplateExpression(node)
    ? node.head.text + node.templateSpans.map(({ literal }) => FILLED + literal.text).join('')
    : undefined;
}

function isShown({ parent }: ts.Node): boolean {
  return ts.isPropertyAssignment(parent) && SHOWN.has(parent.name.getText());
}
