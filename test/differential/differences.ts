import type { Case } from './case.js';
import type { Cli } from './cli.js';
import type { Outcome, Resolved } from './outcome.js';
import { refusedOnTheWay, steps, wayVerdict } from './way.js';

interface Difference {
  readonly reason: string;
  readonly cli: 'acts' | 'refuses';
  readonly ours: 'acts' | 'refuses';
}

const STRICTER = { cli: 'acts', ours: 'refuses' } as const;
const MILDER = { cli: 'refuses', ours: 'acts' } as const;

/** Where the extension does on purpose what the AWS CLI does not. Never does it act as somebody else. */
export const DIFFERENCES = {
  'duration-not-whole': {
    ...STRICTER,
    reason:
      'The CLI drops a duration_seconds that is no number without a word; whoever wrote it meant something by it.',
  },
  'web-identity-duration': {
    ...STRICTER,
    reason:
      'The CLI drops duration_seconds beside web_identity_token_file; here it is asked for, as by other AWS tools, and STS may refuse it.',
  },
  'one-bad-section': {
    ...MILDER,
    reason:
      'The CLI refuses the whole file for one malformed line, or for a byte-order mark; here the section it stands in is broken, and the others work.',
  },
  'no-region': {
    ...MILDER,
    reason: 'The CLI wants a region for STS; here the first one of the role’s partition does.',
  },
  'empty-region': {
    ...MILDER,
    reason: 'The CLI takes an empty region for one and signs for it, which STS refuses; here an empty value is none.',
  },
  'unused-settings': {
    ...MILDER,
    reason:
      'The CLI checks at every start what it knows of retries, API versions, output and instance metadata; here a setting matters to those who use it, and most of these to nobody.',
  },
  plugins: {
    ...MILDER,
    reason: 'The CLI loads its plugins, which are Python modules, at every start; this extension has none.',
  },
  'region-of-the-variable': {
    ...STRICTER,
    reason: 'Version 1 of the CLI does not read AWS_REGION; version 2 and the SDKs do, before AWS_DEFAULT_REGION.',
  },
  'region-of-the-profile': {
    ...MILDER,
    reason:
      'To the CLI a variable’s region beats the profile’s, also one that is no region; see the differences of the way.',
  },
  'end-of-keys': {
    ...STRICTER,
    reason:
      'The CLI guesses at dates in dozens of forms, and may guess wrong; here the end of keys is in ISO 8601 or as in mails.',
  },
  'mark-of-a-program': {
    ...MILDER,
    reason:
      'Programs in PowerShell 5 print a byte-order mark before their reply; it changes nothing of what the reply says.',
  },
  'token-line-end': {
    ...MILDER,
    reason:
      'Editors and “echo” end a file with a line end; the CLI sends it as a part of the token, which no token has.',
  },
  'endpoint-of-another-service': {
    ...STRICTER,
    reason:
      'The CLI makes one call to one service. A session here is for S3 as well: what is wrong with that address is said before.',
  },
  'unverified-tls': {
    ...STRICTER,
    reason:
      'To the CLI an empty AWS_CA_BUNDLE or ca_bundle means that no certificate is checked, which nobody writes knowingly.',
  },
  'start-url': {
    ...STRICTER,
    reason:
      'The CLI looks at the start URL when it signs in again; here a role is not offered that works until then only.',
  },
  'relative-path': {
    ...STRICTER,
    reason: 'The CLI takes a relative path from the folder it is started in; an editor has no such folder.',
  },
  'older-files': {
    ...STRICTER,
    reason: 'The files of boto 2 and of the EC2 tools of 2009 are not read; a profile that leads to them is refused.',
  },
  'credentials-in-url': {
    ...STRICTER,
    reason: 'A user name and password in an endpoint’s URL would be shown and logged with it.',
  },
} as const satisfies Readonly<Record<string, Difference>>;

export type DifferenceName = keyof typeof DIFFERENCES;

/** Undefined where the two agree as far as they have to, else what is wrong. */
export function verdict(cli: Resolved, ours: Resolved, given: Case, major: Cli['major']): string | undefined {
  return endVerdict(cli.outcome, ours.outcome, given) ?? onTheWay(cli, ours, given, major);
}

function endVerdict(cli: Outcome, ours: Outcome, { difference, expected }: Case): string | undefined {
  if (expected !== undefined && (ours.kind === 'acts' ? ours.arn : ours.kind) !== expected) {
    return `It should be ${expected}; the extension ${textOf(ours)}.`;
  }
  if (cli.kind === 'cannot') {
    return expected === undefined ? `Nobody knows what to expect: the AWS CLI ${textOf(cli)}.` : undefined;
  }
  if (cli.kind === 'acts' && ours.kind === 'acts' && cli.arn !== ours.arn) {
    return `The extension acts as ${ours.arn}, the AWS CLI as ${cli.arn}.`;
  }
  const known = difference && DIFFERENCES[difference];
  if (known === undefined ? cli.kind === ours.kind : cli.kind === known.cli && ours.kind === known.ours) {
    return undefined;
  }
  const what = known === undefined ? 'They differ' : `The difference “${difference ?? ''}” is not there any more`;
  return `${what}: the AWS CLI ${textOf(cli)}; the extension ${textOf(ours)}.`;
}

function onTheWay(cli: Resolved, ours: Resolved, { way, asked }: Case, major: Cli['major']): string | undefined {
  const ways = asked === true ? { cli: steps(cli.way), ours: steps(ours.way) } : { cli: cli.way, ours: ours.way };
  if (cli.outcome.kind === 'cannot') return undefined;
  if (ours.outcome.kind !== 'acts' && asked !== true) return refusedOnTheWay(ways, way, major);
  return cli.outcome.kind === ours.outcome.kind ? wayVerdict(ways, way, major) : undefined;
}

function textOf(outcome: Outcome): string {
  return outcome.kind === 'acts' ? `acts as ${outcome.arn}` : `${outcome.kind}: ${outcome.message}`;
}
