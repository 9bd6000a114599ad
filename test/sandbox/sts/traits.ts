// What a session carries besides its permissions: tags and a source identity.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
import type { ContextValues } from '../iam/authorize.js';
import type { Lineage, Tag } from '../iam/principal.js';
import { AwsError } from '../types.js';
import { members, validationError } from './call.js';

const MAX_TAGS = 50;
const MAX_KEY_LENGTH = 128;
const MAX_VALUE_LENGTH = 256;

/** As a request, an assertion or a token asks for them. */
export interface Traits {
  readonly tags: readonly Tag[];
  readonly transitiveKeys: readonly string[];
  readonly sourceIdentity: string | undefined;
}

/** As a session has them, what it inherited included. */
export interface SessionTraits {
  readonly tags: readonly Tag[];
  readonly transitiveTags: readonly Tag[];
  readonly sourceIdentity: string | undefined;
}

const sameKey = (key: string, other: string): boolean => key.toLowerCase() === other.toLowerCase();
const hasKey = (tags: readonly Tag[], key: string): boolean => tags.some((tag) => sameKey(tag.key, key));

/** Tags, TransitiveTagKeys and SourceIdentity. Throws AwsError ValidationError for too many tags. */
export function requestedTraits(parameters: ReadonlyMap<string, string>): Traits {
  const values = members(parameters, 'Tags', 'Value');
  const tags = members(parameters, 'Tags', 'Key').map((key, index) => ({ key, value: values[index] ?? '' }));
  if (tags.length > MAX_TAGS) {
    throw validationError(
      `1 validation error detected: Value at 'tags' failed to satisfy constraint: Member must have length less than or equal to ${MAX_TAGS}`,
    );
  }
  const transitiveKeys = members(parameters, 'TransitiveTagKeys');
  return { tags, transitiveKeys, sourceIdentity: parameters.get('SourceIdentity') };
}

/** What is wrong with a set of tags; undefined when nothing is. Keys differ by more than their case. */
export function tagProblem({ tags, transitiveKeys }: Traits, inherited: readonly Tag[] = []): string | undefined {
  if (new Set(tags.map(({ key }) => key.toLowerCase())).size < tags.length) {
    return 'Duplicate tag keys found. Please note that Tag keys are case insensitive.';
  }
  if (tags.some(({ key }) => /^aws:/i.test(key))) return "Tag keys can't start with the reserved prefix 'aws:'.";
  if (tags.some(({ key }) => hasKey(inherited, key))) {
    return "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.";
  }
  if (!transitiveKeys.every((key) => hasKey(tags, key))) {
    return 'The specified transitive tag key must be included in the requested tags.';
  }
  return undefined;
}

/** What is wrong with the size of tags that no request parameter bounds. */
export function tagSizeProblem(tags: readonly Tag[]): string | undefined {
  if (tags.length > MAX_TAGS) return `At most ${MAX_TAGS} session tags are allowed.`;
  const long = tags.find(({ key, value }) => key.length > MAX_KEY_LENGTH || value.length > MAX_VALUE_LENGTH);
  return long && `The session tag ${long.key.slice(0, MAX_KEY_LENGTH)} is too long.`;
}

/**
 * The traits of a session made by the caller's: its own, and what the caller's session hands on.
 * Throws AwsError: InvalidParameterValue, ValidationError.
 */
export function inheritTraits(asked: Traits, lineage: Lineage | undefined): SessionTraits {
  const inherited = lineage?.transitiveTags ?? [];
  const problem = tagProblem(asked, inherited);
  if (problem !== undefined) throw new AwsError(400, 'InvalidParameterValue', problem);
  const kept = lineage?.sourceIdentity;
  if (kept !== undefined && asked.sourceIdentity !== undefined && asked.sourceIdentity !== kept) {
    throw validationError('The source identity is already set for this assume role session');
  }
  const transitive = asked.tags.filter(({ key }) => asked.transitiveKeys.some((other) => sameKey(key, other)));
  return {
    tags: [...inherited, ...asked.tags],
    transitiveTags: [...inherited, ...transitive],
    sourceIdentity: kept ?? asked.sourceIdentity,
  };
}

/** What must be allowed beside the assuming itself; inherited traits need it as well. */
export const traitActions = ({ tags, sourceIdentity }: SessionTraits): string[] => [
  ...(tags.length > 0 ? ['sts:TagSession'] : []),
  ...(sourceIdentity === undefined ? [] : ['sts:SetSourceIdentity']),
];

/** Condition keys of the request that asks for the traits. */
export const traitRequestContext = (asked: Traits, sourceIdentity = asked.sourceIdentity): ContextValues => ({
  ...Object.fromEntries(asked.tags.map(({ key, value }) => [`aws:RequestTag/${key}`, value])),
  ...(asked.tags.length > 0 && { 'aws:TagKeys': asked.tags.map(({ key }) => key) }),
  ...(asked.transitiveKeys.length > 0 && { 'sts:TransitiveTagKeys': asked.transitiveKeys }),
  ...(sourceIdentity !== undefined && { 'sts:SourceIdentity': sourceIdentity }),
});

/** Condition keys of every request that the session makes. */
export const traitSessionContext = (traits: SessionTraits): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(traits.tags.map(({ key, value }) => [`aws:PrincipalTag/${key}`, value])),
  ...(traits.sourceIdentity !== undefined && { 'aws:SourceIdentity': traits.sourceIdentity }),
});
