// Tells Stryker which literals are texts for people. Nothing but the literal itself is left alone: a condition between
// two texts, or one inside a template, is mutated as everything else.
import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

/**
 * The part of a Babel node that counts here.
 * @typedef {object} Node
 * @property {string} type
 * @property {string} [value]
 * @property {readonly { readonly value: { readonly raw: string } }[]} [quasis]
 * @property {readonly { readonly type: string }[]} [expressions]
 * @property {{ readonly object?: { readonly name?: string }, readonly property?: { readonly name?: string } }} [callee]
 * @property {readonly unknown[]} [arguments]
 */

/** Two words in a row are prose: no identifier, name of a setting, header or code of AWS has them. */
const PROSE = /[A-Za-z]{2,}[,:;.]? [A-Za-z]{2,}/;
/** What a template may put in without deciding anything. */
const PLAIN = new Set(['Identifier', 'MemberExpression', 'OptionalMemberExpression', 'ThisExpression']);

/**
 * @param {Node} node
 * @returns {boolean}
 */
function isText(node) {
  if (node.type === 'StringLiteral') return PROSE.test(node.value ?? '');
  if (node.type !== 'TemplateLiteral') return false;
  const text = (node.quasis ?? []).map(({ value }) => value.raw).join('x');
  return PROSE.test(text) && (node.expressions ?? []).every(({ type }) => PLAIN.has(type));
}

/**
 * Whether it is the text in l10n.t(text, …).
 * @param {Node} node
 * @param {Node | undefined} parent
 * @returns {boolean}
 */
function isTranslated(node, parent) {
  const { object, property } = parent?.callee ?? {};
  return (
    node.type === 'StringLiteral' &&
    object?.name === 'l10n' &&
    property?.name === 't' &&
    parent?.arguments?.[0] === node
  );
}

/** @type {import('@stryker-mutator/api/ignore').Ignorer} */
const texts = {
  shouldIgnore(path) {
    const { node, parent } = /** @type {{ node: Node, parent?: Node }} */ (path);
    return isText(node) || isTranslated(node, parent) ? 'a text for people' : undefined;
  },
};

export const strykerPlugins = [declareValuePlugin(PluginKind.Ignore, 'texts', texts)];
