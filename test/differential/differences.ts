import type { Case } from './case.js';

/** What somebody comes to: a caller identity without a session name that nobody chose, or nothing. */
export type Outcome =
  | { readonly kind: 'acts'; readonly arn: string }
  | { readonly kind: 'refuses'; readonly message: string }
  /** The AWS CLI lacks a part of its own that the case needs, so that it says nothing about the case. */
  | { readonly kind: 'cannot'; readonly message: string };

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
  'unused-metadata-settings': {
    ...MILDER,
    reason: 'The CLI checks its instance metadata settings at every start; here they matter to roles that use them.',
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
export function verdict(cli: Outcome, ours: Outcome, { difference, expected }: Case): string | undefined {
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

function textOf(outcome: Outcome): string {
  return outcome.kind === 'acts' ? `acts as ${outcome.arn}` : `${outcome.kind}: ${outcome.message}`;
}
