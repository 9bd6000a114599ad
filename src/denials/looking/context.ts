import type { RequestContext } from '../../iam/evaluate/index.js';
import type { DeniedPrincipal } from '../denialMessage.js';
import type { Facts } from './facts.js';

/** What was asked of AssumeRole. */
interface AssumeRequest {
  readonly externalId: string | undefined;
  /** False: with keys that have none. Undefined: a session that may have it. */
  readonly mfa: boolean | undefined;
  readonly sourceIdentity: string | undefined;
  readonly sessionName: string | undefined;
  readonly tags: ReadonlyMap<string, string>;
}

/** What we know of a request ourselves. */
export interface KnownRequest {
  /** Undefined: the call was not ours, or none that assumes a role. */
  readonly assume: AssumeRequest | undefined;
  /** Undefined: it is not known with what the session was narrowed. */
  readonly sessionPolicies: readonly string[] | undefined;
  /** As AWS told. */
  readonly told: RequestContext;
}

export const NOTHING_KNOWN: KnownRequest = { assume: undefined, sessionPolicies: undefined, told: new Map() };

interface CallerSide extends Pick<Facts, 'caller'> {
  readonly tags: ReadonlyMap<string, string> | undefined;
}

/** @param named the keys that matter */
export function knownContext(
  principal: DeniedPrincipal | undefined,
  { caller, tags }: CallerSide,
  { assume, told }: KnownRequest,
  named: readonly string[],
): RequestContext {
  return new Map([
    ...(principal === undefined ? [] : principalKeys(principal, caller)),
    ...(tags === undefined ? [] : tagKeys('aws:principaltag/', tags, named)),
    ...(assume === undefined ? [] : assumeKeys(assume, named)),
    ...told,
  ]);
}

type Entry = readonly [string, readonly string[]];

function principalKeys({ kind, account, name, arn }: DeniedPrincipal, caller: Facts['caller']): readonly Entry[] {
  const role = caller?.role;
  const acting = kind === 'roleSession' ? (role !== undefined && 'arn' in role ? role.arn : undefined) : arn;
  const isUser = kind === 'user';
  return [
    ['aws:principalaccount', [account]],
    ['aws:username', isUser ? [name.slice(name.lastIndexOf('/') + 1)] : []],
    ...(acting === undefined ? [] : [['aws:principalarn', [acting]] as const]),
    ...(isUser ? [['aws:principaltype', ['User']] as const] : []),
    ...(kind === 'roleSession' ? [['aws:principaltype', ['AssumedRole']] as const] : []),
  ];
}

function tagKeys(prefix: string, tags: ReadonlyMap<string, string>, named: readonly string[]): readonly Entry[] {
  const given = new Map([...tags].map(([key, value]) => [prefix + key.toLowerCase(), [value]]));
  const asked = named.filter((key) => key.startsWith(prefix) && !given.has(key));
  return [...given, ...asked.map((key): Entry => [key, []])];
}

function assumeKeys(
  { externalId, mfa, sourceIdentity, sessionName, tags }: AssumeRequest,
  named: readonly string[],
): Entry[] {
  const values = (value: string | undefined) => (value === undefined ? [] : [value]);
  return [
    ['sts:externalid', values(externalId)],
    ['sts:sourceidentity', values(sourceIdentity)],
    ...(sessionName === undefined ? [] : [['sts:rolesessionname', [sessionName]] as const]),
    ...(mfa === undefined ? [] : [['aws:multifactorauthpresent', mfa ? ['true'] : []] as const]),
    ['aws:tagkeys', [...tags.keys()]],
    ...tagKeys('aws:requesttag/', tags, named),
  ];
}
