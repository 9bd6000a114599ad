import * as l10n from '../../base/l10n.js';
import type { Field } from './fields.js';
import { type Checked, ok, fail } from '../../base/checked.js';
/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_know. */
export const MAX_TAGS = 50;
export const MAX_TAG_KEY_LENGTH = 128;
export const MAX_TAG_VALUE_LENGTH = 256;
/** API_Tag of STS. */
export const TAG_TEXT = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
/** What AWS keeps for itself. */
export const RESERVED_TAG_KEY = /^[aA][wW][sS]:/;
const allowedHint = (): string => l10n.t('Use only letters, digits, spaces and _ . : / = + - @.');

/** A tag as it is configured: its key, its value, and where. */
export type TagField = Field;

/** Session tags by key; AWS takes two keys that differ in case only for the same. */
export function checkTags(tags: readonly TagField[]): Checked<Readonly<Record<string, string>>> {
  const seen = new Map<string, string>();
  for (const tag of tags) {
    const problem = tagProblem(tag, seen.get(tag.name.toLowerCase()));
    if (problem !== undefined) {
      return fail(tag.place, problem.message, problem.hint);
    }
    seen.set(tag.name.toLowerCase(), tag.name);
  }
  if (tags.length > MAX_TAGS) {
    const message = l10n.t('There are {0} session tags; AWS takes {1} at most.', tags.length, MAX_TAGS);
    return fail(tags[MAX_TAGS]?.place, message, l10n.t('Take some away.'));
  }
  return ok(Object.fromEntries(tags.map(({ name, value }) => [name, value])));
}

function tagProblem(
  { name: key, value }: TagField,
  same: string | undefined,
): { message: string; hint: string } | undefined {
  const tag = l10n.t('The session tag “{0}”', key);
  if (key === '') {
    return { message: l10n.t('A session tag has an empty key.'), hint: l10n.t('Give it a key.') };
  }
  if (same !== undefined) {
    return {
      message: l10n.t(
        'The session tags “{0}” and “{1}” have the same key: AWS does not tell upper from lower case.',
        same,
        key,
      ),
      hint: l10n.t('Keep one of the two.'),
    };
  }
  if (RESERVED_TAG_KEY.test(key)) {
    return {
      message: l10n.t('{0} starts with “aws:”, which AWS keeps for itself.', tag),
      hint: l10n.t('Give it another key.'),
    };
  }
  if (key.length > MAX_TAG_KEY_LENGTH) {
    const message = l10n.t(
      'The key of a session tag has {0} characters; AWS takes {1} at most.',
      key.length,
      MAX_TAG_KEY_LENGTH,
    );
    return { message, hint: l10n.t('Shorten “{0}…”.', key.slice(0, 20)) };
  }
  if (value.length > MAX_TAG_VALUE_LENGTH) {
    const message = l10n.t(
      'The value of the session tag “{0}” has {1} characters; AWS takes {2} at most.',
      key,
      value.length,
      MAX_TAG_VALUE_LENGTH,
    );
    return { message, hint: l10n.t('Shorten it.') };
  }
  return TAG_TEXT.test(key) && TAG_TEXT.test(value)
    ? undefined
    : { message: l10n.t('{0} has a character that AWS does not accept.', tag), hint: allowedHint() };
}

/**
 * Keys of the tags that the next roles of a chain inherit (API_AssumeRole, TransitiveTagKeys); spelled as the tags are.
 */
export function checkTransitiveKeys(
  keys: readonly Field[],
  tags: Readonly<Record<string, string>>,
): Checked<readonly string[]> {
  const known = Object.keys(tags);
  const found: string[] = [];
  for (const { value, place } of keys) {
    const key = known.find((each) => each.toLowerCase() === value.toLowerCase());
    if (key === undefined) {
      const hint =
        known.length === 0
          ? l10n.t('Add it to the tags, or take it away.')
          : l10n.t('The tags are {0}.', known.join(', '));
      return fail(place, l10n.t('The transitive tag “{0}” is not among the session tags.', value), hint);
    }
    if (!found.includes(key)) {
      found.push(key);
    }
  }
  return ok(found);
}
