import type { Endpoints } from '../../model/plan/plan.js';
import type { Credentials } from '../../model/session/credentials.js';
import type { LiveSession, SessionFacts } from '../../model/session/session.js';

/** What tells machines apart, see `machineId`; the name does where there is no id. */
export interface Machine {
  readonly id: string | undefined;
  readonly name: string;
}

interface BroughtSession extends Pick<SessionFacts, 'region' | 'endpoints' | 'narrowedTo' | 'narrowedBy'> {
  /** Of the role. */
  readonly name: string;
  readonly arn: string;
  readonly startedAt: number;
  readonly expiresAt: number;
  readonly credentials: Credentials;
}

/**
 * A narrowed session as it waits in the secret store of the editor's client, which windows of all machines see. Moments
 * are AWS's, in milliseconds since the epoch: the clocks of two machines need not agree.
 */
export interface BroughtEntry {
  /** Random; of the key that it lies under. */
  readonly id: string;
  readonly machine: Machine;
  /** The machine's name, for people. */
  readonly from: string;
  readonly putAt: number;
  /** Nobody takes it any more. */
  readonly takeBy: number;
  readonly session: BroughtSession;
}

const KIND = 'role-sessions.brought';
const VERSION = 1;
const PREFIX = 'brought:';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Policies that make tokens longer have limits far below. */
const MAX_CHARS = 32 * 1024;
export const WAITS_MS = 5 * 60_000;
export const LONGEST_MS = 60 * 60_000;
/** STS counts from when it answered. */
const SLACK_MS = 60_000;

export function keyOf(id: string): string {
  return PREFIX + id;
}

export function isBroughtKey(key: string): boolean {
  return key.startsWith(PREFIX);
}

/** No plan, and nobody's name: what made the session is the business of the machine that it is from. */
export function broughtEntry(
  session: LiveSession,
  { id, machine, from }: Pick<BroughtEntry, 'id' | 'machine' | 'from'>,
  now: number,
): BroughtEntry {
  const { role, identity, region, narrowedTo, narrowedBy, clockOffsetMs, credentials } = session;
  const expiresAt = session.expiresAt + clockOffsetMs;
  const putAt = now + clockOffsetMs;
  const { caBundle: _, ...endpoints } = session.endpoints; // a file of this machine
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  return {
    ...{ id, machine, from, putAt },
    takeBy: Math.min(putAt + WAITS_MS, expiresAt),
    session: {
      ...{ name: role.name, arn: identity.arn, region, endpoints, narrowedTo, narrowedBy, expiresAt },
      startedAt: session.startedAt + clockOffsetMs,
      credentials: { accessKeyId, secretAccessKey, sessionToken },
    },
  };
}

export function entryText(entry: BroughtEntry): string {
  return JSON.stringify({ kind: KIND, version: VERSION, ...entry });
}

/** Undefined of whatever has not this form, or would last longer than anything that is brought. */
export function readEntry(key: string, text: string): BroughtEntry | undefined {
  const written = text.length <= MAX_CHARS ? parsed(text) : undefined;
  const parts = fields(written);
  const [machine, session] = [fields(parts['machine']), sessionIn(parts['session'])];
  const { kind, version, id, from, putAt, takeBy } = parts;
  return kind === KIND &&
    version === VERSION &&
    isText(id) &&
    UUID.test(id) &&
    key === keyOf(id) &&
    (machine['id'] === undefined || isText(machine['id'])) &&
    isText(machine['name']) &&
    isText(from) &&
    isMoment(putAt) &&
    isMoment(takeBy) &&
    takeBy <= putAt + WAITS_MS &&
    session !== undefined &&
    session.expiresAt <= putAt + LONGEST_MS + SLACK_MS
    ? { id, machine: { id: machine['id'], name: machine['name'] }, from, putAt, takeBy, session }
    : undefined;
}

/** Whether it may still be taken. */
export function isWaiting({ takeBy, session }: BroughtEntry, now: number): boolean {
  return now < takeBy && now < session.expiresAt;
}

/** By their ids where both have one: a name is that of others as well. */
export function isSameMachine(one: Machine, other: Machine): boolean {
  return one.id !== undefined && other.id !== undefined ? one.id === other.id : one.name === other.name;
}

function sessionIn(written: unknown): BroughtSession | undefined {
  const { name, arn, region, narrowedTo, narrowedBy, startedAt, expiresAt, ...others } = fields(written);
  const [endpoints, credentials] = [endpointsIn(others['endpoints']), credentialsIn(others['credentials'])];
  return isText(name) &&
    isText(arn) &&
    arn.startsWith('arn:') &&
    isText(region) &&
    (narrowedTo === undefined || isText(narrowedTo)) &&
    isMoment(startedAt) &&
    isMoment(expiresAt) &&
    endpoints !== undefined &&
    credentials !== undefined
    ? {
        ...{ name, arn, region, narrowedTo, startedAt, expiresAt, endpoints, credentials },
        narrowedBy: narrowedBy === 'in-place' || narrowedBy === 'session-policy' ? narrowedBy : undefined,
      }
    : undefined;
}

const URLS = ['all', 'sts', 's3', 'iam', 'accessAnalyzer', 'sso', 'ssoOidc', 'signin'] as const;
const SWITCHES = ['fips', 'dualstack', 'globalSts'] as const;

/** Undefined where one that is there is none: without it, calls would go elsewhere. */
function endpointsIn(written: unknown): Endpoints | undefined {
  const { refusal, ...parts } = fields(written);
  const known = new Set<string>([...URLS, ...SWITCHES]);
  const isWhole =
    Object.keys(parts).every((name) => known.has(name)) &&
    URLS.every((name) => parts[name] === undefined || isUrl(parts[name])) &&
    SWITCHES.every((name) => parts[name] === undefined || parts[name] === true) &&
    (refusal === undefined || isText(refusal));
  return isWhole ? { ...parts, ...(isText(refusal) && { refusal }) } : undefined;
}

/** Temporary ones alone: nothing else is ever brought. */
function credentialsIn(written: unknown): Credentials | undefined {
  const { accessKeyId, secretAccessKey, sessionToken } = fields(written);
  return isText(accessKeyId) && isText(secretAccessKey) && isText(sessionToken)
    ? { accessKeyId, secretAccessKey, sessionToken }
    : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function fields(written: unknown): Readonly<Record<string, unknown>> {
  return typeof written === 'object' && written !== null ? { ...written } : {};
}

function isText(written: unknown): written is string {
  return typeof written === 'string' && written !== '';
}

function isUrl(written: unknown): boolean {
  return isText(written) && /^https?:/.test(written) && URL.canParse(written);
}

function isMoment(written: unknown): written is number {
  return typeof written === 'number' && Number.isFinite(written);
}
