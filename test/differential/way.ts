// How somebody got there: the calls as AWS saw them.
import type { RequestRecord } from '../sandbox/types.js';
import type { Cli } from './cli.js';

/** One call, without what each side makes up for itself. */
export interface Call {
  readonly operation: string;
  /** The ARN behind the signature, an access key that nobody has, or "nobody". */
  readonly by: string;
  /** Which of the world's addresses. */
  readonly at: string;
  /** The signature's scope: "sts/us-east-1". */
  readonly scope: string;
  readonly parameters: Readonly<Record<string, string>>;
}

interface WayDifference {
  readonly reason: string;
  /** What is not compared. */
  readonly part: 'scope' | 'DurationSeconds' | 'calls';
  /** Of the AWS CLI, where only that version goes another way. */
  readonly major?: Cli['major'];
}

/** Where the extension goes another way on purpose, to the same end. */
export const WAY_DIFFERENCES = {
  'region-of-the-profile': {
    part: 'scope',
    reason:
      'To the CLI a variable’s region beats the profile’s. An editor has one environment for all roles: the region that is written for a role is the role’s.',
  },
  'region-of-the-variable': {
    part: 'scope',
    major: 1,
    reason: 'Version 1 of the CLI does not read AWS_REGION; version 2 and the SDKs do, before AWS_DEFAULT_REGION.',
  },
  'duration-of-a-web-identity': {
    part: 'DurationSeconds',
    reason:
      'The CLI drops duration_seconds beside web_identity_token_file; here it is asked for, as by other AWS tools.',
  },
  'signs-in': {
    part: 'calls',
    reason: 'Where nobody is signed in, the CLI says what to run; the extension starts the sign-in.',
  },
} as const satisfies Readonly<Record<string, WayDifference>>;

export type WayDifferenceName = keyof typeof WAY_DIFFERENCES;

/** The session names that each makes up where none is configured. */
const UNCHOSEN = /\b(botocore-session-\d+|vscode-tester)$/;

/** Each has an MFA device, and so a user, of its own. */
const MFA_USER = /\bmona(cli|us)\b/;

export const withoutUnchosen = (text: string): string => text.replace(UNCHOSEN, '(any)').replace(MFA_USER, 'mona');

/** The requests of one door. */
export const callsAt = (at: string, requests: readonly RequestRecord[]): readonly Call[] =>
  requests.map(({ operation, callerArn, scope, parameters, withheld }) => ({
    operation,
    by: withoutUnchosen(callerArn ?? scope?.accessKeyId ?? 'nobody'),
    at,
    scope: scope === undefined ? 'unsigned' : `${scope.service}/${scope.region}`,
    parameters: {
      ...Object.fromEntries(
        Object.entries(parameters)
          .filter(([name]) => name !== 'Action' && name !== 'Version')
          .map(([name, value]) => [name, withoutUnchosen(value)]),
      ),
      ...Object.fromEntries(withheld.map((name) => [name, '(sent)'])),
    },
  }));

/** Asked also to word a refusal: who one is, and which roles one has. */
const ASKS = new Set(['GetCallerIdentity', 'ListAccountRoles']);

/** Those that lead somewhere. */
export const steps = (calls: readonly Call[]): readonly Call[] => calls.filter(({ operation }) => !ASKS.has(operation));

function lineOf({ operation, by, at, scope, parameters }: Call, unlike?: WayDifference['part']): string {
  const given = Object.entries(parameters)
    .filter(([name]) => name !== unlike)
    .map(([name, value]) => `${name}=${value}`)
    .sort();
  return `${operation} by ${by} at ${at}${unlike === 'scope' ? '' : ` for ${scope}`} (${given.join(', ')})`;
}

const linesOf = (calls: readonly Call[], unlike?: WayDifference['part']): readonly string[] =>
  unlike === 'calls' ? [] : calls.map((call) => lineOf(call, unlike));

const startsWith = (whole: readonly string[], start: readonly string[]): boolean =>
  start.every((line, index) => whole[index] === line);

export interface Ways {
  readonly cli: readonly Call[];
  readonly ours: readonly Call[];
}

/** The extension asks beside the first call who signed in, where that may change; the CLI asks of the outcome alone. */
function withoutAside({ cli, ours }: Ways): readonly Call[] {
  const asked = new Set(cli.filter(({ operation }) => operation === 'GetCallerIdentity').map(({ by }) => by));
  return ours.filter(({ operation, by }) => operation !== 'GetCallerIdentity' || asked.has(by));
}

/** For two that come to the same. Undefined where they went the same way as far as they have to, else what is wrong. */
export function wayVerdict(ways: Ways, name: WayDifferenceName | undefined, major: Cli['major']): string | undefined {
  const part = expectedPart(name, major);
  const ours = withoutAside(ways);
  const same = (unlike?: WayDifference['part']): boolean =>
    linesOf(ways.cli, unlike).join('\n') === linesOf(ours, unlike).join('\n');
  if (part !== undefined && same()) return `The difference “${name ?? ''}” is not there any more.`;
  return same(part) ? undefined : `They went different ways.${told(ways)}`;
}

/** For an extension that refuses: it must have gone no way that the AWS CLI does not go. */
export function refusedOnTheWay(
  ways: Ways,
  name: WayDifferenceName | undefined,
  major: Cli['major'],
): string | undefined {
  const part = expectedPart(name, major);
  const goesAlong = startsWith(linesOf(steps(ways.cli), part), linesOf(steps(ways.ours), part));
  return goesAlong ? undefined : `The extension went a way of its own before it refused.${told(ways)}`;
}

function expectedPart(name: WayDifferenceName | undefined, major: Cli['major']): WayDifference['part'] | undefined {
  const known: WayDifference | undefined = name && WAY_DIFFERENCES[name];
  return known?.major === undefined || known.major === major ? known?.part : undefined;
}

function told({ cli, ours }: Ways): string {
  return `\nThe AWS CLI:\n  ${linesOf(cli).join('\n  ')}\nThe extension:\n  ${linesOf(ours).join('\n  ')}`;
}
