// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_adding-assume-role-idp
import type { JWTPayload } from 'jose';
import type { Traits } from '../traits.js';

const TAGS = 'https://aws.amazon.com/tags';
const SOURCE_IDENTITY = 'https://aws.amazon.com/source_identity';

const entriesOf = (value: unknown): [string, unknown][] =>
  typeof value === 'object' && value !== null ? Object.entries(value) : [];

const texts = (value: unknown): string[] =>
  (Array.isArray(value) ? (value as unknown[]) : [value]).filter((entry): entry is string => typeof entry === 'string');

/** Tags nested under one claim, or flattened into claims of their own: ".../principal_tags/KEY". */
function tagClaims(payload: JWTPayload): ReadonlyMap<string, unknown> {
  const nested = new Map(entriesOf(payload[TAGS]));
  const principalTags = entriesOf(nested.get('principal_tags')).map(([key, value]): [string, unknown] => [
    `principal_tags/${key}`,
    value,
  ]);
  const flattened = Object.entries(payload)
    .filter(([name]) => name.startsWith(`${TAGS}/`))
    .map(([name, value]): [string, unknown] => [name.slice(TAGS.length + 1), value]);
  return new Map([...nested, ...principalTags, ...flattened]);
}

/** Session tags, which of them are transitive, and the source identity that a token asks for. */
export function claimedTraits(payload: JWTPayload): Traits {
  const claims = tagClaims(payload);
  const prefix = 'principal_tags/';
  const tags = [...claims]
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, value]) => ({ key: name.slice(prefix.length), value: texts(value)[0] ?? '' }));
  const [sourceIdentity] = texts(payload[SOURCE_IDENTITY]);
  return { tags, transitiveKeys: texts(claims.get('transitive_tag_keys')), sourceIdentity };
}

/** Who the token is for: the authorized party where there is one, else any of its audiences. */
export function audiencesOf(payload: JWTPayload): readonly string[] {
  const authorizedParty = texts(payload['azp']);
  return authorizedParty.length > 0 ? authorizedParty : texts(payload.aud);
}
