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
const ALLOWED_HINT = 'Use only letters, digits, spaces and _ . : / = + - @.';

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
    const message = `There are ${tags.length} session tags; AWS takes ${MAX_TAGS} at most.`;
    return fail(tags[MAX_TAGS]?.place, message, 'Take some away.');
  }
  return ok(Object.fromEntries(tags.map(({ name, value }) => [name, value])));
}

function tagProblem(
  { name: key, value }: TagField,
  same: string | undefined,
): { message: string; hint: string } | undefined {
  const tag = `The session tag “${key}”`;
  if (key === '') {
    return { message: 'A session tag has an empty key.', hint: 'Give it a key.' };
  }
  if (same !== undefined) {
    return {
      message: `The session tags “${same}” and “${key}” have the same key: AWS does not tell upper from lower case.`,
      hint: 'Keep one of the two.',
    };
  }
  if (RESERVED_TAG_KEY.test(key)) {
    return { message: `${tag} starts with “aws:”, which AWS keeps for itself.`, hint: 'Give it another key.' };
  }
  if (key.length > MAX_TAG_KEY_LENGTH) {
    const message = `The key of a session tag has ${key.length} characters; AWS takes ${MAX_TAG_KEY_LENGTH} at most.`;
    return { message, hint: `Shorten “${key.slice(0, 20)}…”.` };
  }
  if (value.length > MAX_TAG_VALUE_LENGTH) {
    const message = `The value of the session tag “${key}” has ${value.length} characters; AWS takes ${MAX_TAG_VALUE_LENGTH} at most.`;
    return { message, hint: 'Shorten it.' };
  }
  return TAG_TEXT.test(key) && TAG_TEXT.test(value)
    ? undefined
    : { message: `${tag} has a character that AWS does not accept.`, hint: ALLOWED_HINT };
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
      const hint = known.length === 0 ? 'Add it to the tags, or take it away.' : `The tags are ${known.join(', ')}.`;
      return fail(place, `The transitive tag “${value}” is not among the session tags.`, hint);
    }
    if (!found.includes(key)) {
      found.push(key);
    }
  }
  return ok(found);
}
