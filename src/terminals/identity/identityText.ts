import * as l10n from '../../base/l10n.js';
import { sentences } from '../../base/words.js';
import { SDKS, type Sdk, type Taken } from '../../identity/sdkRules.js';
import { seenNames, type SeenVariables } from '../../identity/seenVariables.js';
import type { IdentityAnswer, NotRead, TerminalReading, Repair, IdentityVerdict } from '../../identity/verdict.js';

const SDK_NAMES: Readonly<Record<Sdk, string>> = {
  cli: 'AWS CLI v2',
  boto3: 'boto3',
  javascript: 'JavaScript v3',
  go: 'Go v2',
  java: 'Java v2',
};
/** As much as tells two from one another, and as the AWS CLI does it. */
const ID_TAIL = 4;

/** Whom a terminal acts as, in one sentence; where it was not asked just now, with what that means. */
export function identitySentence(
  terminal: string,
  { verdict, takes }: IdentityAnswer,
  reading: TerminalReading,
): string {
  const sentence = verdictText(terminal, verdict, takes);
  return reading.kind === 'began' ? sentences(sentence, beganText(reading.program)) : sentence;
}

function beganText(program: string | undefined): string {
  return program === undefined
    ? l10n.t('That is what its process began with: what was set there since, nobody can know.')
    : l10n.t('That is what "{0}" began with, which runs there: what it starts elsewhere, nobody can know.', program);
}

function verdictText(terminal: string, verdict: IdentityVerdict, takes: IdentityAnswer['takes']): string {
  switch (verdict.kind) {
    case 'asExpected':
      return l10n.t('Terminal "{0}" acts as {1}, as it should.', terminal, whole(verdict.acts));
    case 'began':
      return l10n.t('Terminal "{0}" began as {1}, as it should.', terminal, whole(verdict.acts));
    case 'another':
      return verdict.expected === undefined
        ? l10n.t('Terminal "{0}" acts as {1}. It was not opened as that.', terminal, whole(verdict.acts))
        : l10n.t(
            'Terminal "{0}" acts as {1}, and was opened as {2}.',
            terminal,
            whole(verdict.acts),
            verdict.expected.title,
          );
    case 'lent':
      return l10n.t(
        'Terminal "{0}" asks {2} for the credentials of {1}, and acts as what the session is by then.',
        terminal,
        whole(verdict.acts),
        verdict.at,
      );
    case 'stale':
    case 'ended':
    case 'expired':
      return oldKeysText(terminal, verdict);
    case 'pastExpiration':
      return l10n.t(
        'Terminal "{0}" has keys that nobody here knows ({1}), past the end that AWS_CREDENTIAL_EXPIRATION says.',
        terminal,
        shortId(verdict.accessKeyId),
      );
    case 'foreign':
      return l10n.t(
        'Terminal "{0}" has keys that nobody here knows ({1}): they are of no session that is open.',
        terminal,
        shortId(verdict.accessKeyId),
      );
    case 'nobody':
      return nobodyText(terminal, verdict);
    case 'redirected':
      return redirectedText(terminal, verdict, takes);
    case 'mixed':
      return l10n.t(
        'Terminal "{0}" has variables that do not agree: programs there act as different identities.',
        terminal,
      );
    case 'unknown':
      return l10n.t('Whom terminal "{0}" acts as is not known. {1}', terminal, notKnownText(verdict.reason));
  }
}

function oldKeysText(
  terminal: string,
  { kind, keys }: IdentityVerdict & { kind: 'stale' | 'ended' | 'expired' },
): string {
  switch (kind) {
    case 'stale':
      return l10n.t(
        'Terminal "{0}" has keys of {1} from before its renewal. They work until they end.',
        terminal,
        keys.title,
      );
    case 'ended':
      return l10n.t(
        'Terminal "{0}" was opened as {1}, whose session has ended or is somebody else by now. Keys that it still has AWS may take.',
        terminal,
        keys.title,
      );
    case 'expired':
      return l10n.t('Terminal "{0}" has keys of {1} that have expired. AWS refuses them.', terminal, keys.title);
  }
}

function nobodyText(terminal: string, { expected, asksMachine }: IdentityVerdict & { kind: 'nobody' }): string {
  const first =
    expected === undefined
      ? l10n.t('Terminal "{0}" acts as nobody: it has no credentials.', terminal)
      : l10n.t('Terminal "{0}" acts as nobody, and was opened as {1}: its keys are gone.', terminal, expected.title);
  return asksMachine ? sentences(first, l10n.t('On a machine of AWS, programs act as the machine.')) : first;
}

function redirectedText(
  terminal: string,
  { names, expected }: IdentityVerdict & { kind: 'redirected' },
  takes: IdentityAnswer['takes'],
): string {
  const profile = [...takes.values()].find((taken) => taken.kind === 'profile');
  const by = names.join(', ');
  if (names.length > 0 && [...takes.values()].every(({ kind }) => kind === 'environment')) {
    return l10n.t(
      'Terminal "{0}" has keys, and {1}, by which programs may talk to another address or region.',
      terminal,
      by,
    );
  }
  if (names.length > 0) {
    return expected === undefined
      ? l10n.t(
          'Terminal "{0}" is redirected by {1}: that decides whom programs act as, or whom they talk to.',
          terminal,
          by,
        )
      : l10n.t('Terminal "{0}" is redirected by {1}: not all programs there act as {2}.', terminal, by, expected.title);
  }
  return expected === undefined
    ? l10n.t('Terminal "{0}" acts by profile "{1}" of the AWS files, as no session.', terminal, profile?.profile ?? '')
    : l10n.t(
        'Terminal "{0}" acts by profile "{1}" of the AWS files, and was opened as {2}: its keys are gone.',
        terminal,
        profile?.profile ?? '',
        expected.title,
      );
}

function notKnownText(reason: NotRead | 'files' | 'endpoint'): string {
  switch (reason) {
    case 'declined':
      return l10n.t('Nothing was run there, and there is no other way to see its variables.');
    case 'noAnswer':
      return l10n.t('Its shell gave no answer that could be read.');
    case 'system':
      return l10n.t('It takes no command, and this system shows nobody what a process has.');
    case 'gone':
      return l10n.t('Its process has ended.');
    case 'unreadable':
      return l10n.t('What runs there cannot be looked at.');
    case 'files':
      return l10n.t('It depends on AWS files that could not be read.');
    case 'endpoint':
      return l10n.t('Programs there ask an endpoint for credentials, and it alone knows whose it gives.');
  }
}

const whole = ({ title, arn }: { readonly title: string; readonly arn: string }): string => `${title} (${arn})`;

function shortId(accessKeyId: string): string {
  return `${accessKeyId.slice(0, ID_TAIL)}…${accessKeyId.slice(-ID_TAIL)}`;
}

/** What is to be done; undefined where nothing is. */
function repairText(repair: Repair): string | undefined {
  switch (repair.kind) {
    case 'openTerminal':
      return l10n.t('Open a new terminal as {0}: it gets the keys that the session has now.', repair.title);
    case 'unset':
      return l10n.t(
        'Remove {0} in this terminal. If it comes back in new ones, take the export out of the start-up files of your shell.',
        repair.names.join(', '),
      );
    case 'assume':
      return l10n.t('Assume the role, and open a new terminal.');
    case 'none':
      return undefined;
  }
}

/** The whole answer, for an editor. */
export function identityDocument(terminal: string, answer: IdentityAnswer, reading: TerminalReading): string {
  const { verdict, takes, stray, repair } = answer;
  const seen = reading.kind === 'unknown' ? undefined : reading.seen;
  const expected = 'expected' in verdict ? verdict.expected : undefined;
  const sections: readonly (readonly [string, readonly string[]])[] = [
    [l10n.t('Terminal'), [terminal, ...(expected === undefined ? [] : [l10n.t('opened as {0}', whole(expected))])]],
    [l10n.t('It acts as'), [identitySentence(terminal, answer, reading)]],
    [l10n.t('By program'), tableOf(takes)],
    [l10n.t('Variables'), seen === undefined ? [l10n.t('Not known.')] : variableLines(seen)],
    [l10n.t('Conflicts'), conflictLines(seen, stray)],
    [l10n.t('What to do'), [repairText(repair) ?? l10n.t('Nothing.')]],
  ];
  return `${sections.map(([title, lines]) => [title, ...lines.map((line) => `    ${line}`)].join('\n')).join('\n\n')}\n`;
}

function tableOf(takes: IdentityAnswer['takes']): readonly string[] {
  const width = Math.max(...Object.values(SDK_NAMES).map((name) => name.length));
  const rows = SDKS.flatMap((sdk) => {
    const taken = takes.get(sdk);
    return taken === undefined ? [] : [`${SDK_NAMES[sdk].padEnd(width)}  ${takenText(taken)}`];
  });
  return rows.length === 0 ? [l10n.t('Not known.')] : rows;
}

/** What it takes, and why. */
function takenText(taken: Taken): string {
  switch (taken.kind) {
    case 'environment':
      return l10n.t('the keys in the environment → they come first');
    case 'profile':
      return taken.by === undefined
        ? l10n.t('profile "{0}" of the AWS files → nothing before it has credentials', taken.profile)
        : l10n.t('profile "{0}" of the AWS files → {1} names it', taken.profile, taken.by);
    case 'webIdentity':
      return l10n.t('a web identity → AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN are set');
    case 'container':
      return l10n.t('what an endpoint gives → {0} is set, and nothing before it', taken.by);
    case 'instance':
      return l10n.t('nothing, or what the machine is → it asks for the metadata of an instance');
    case 'nothing':
      return l10n.t('nothing → there are no credentials');
    case 'noProfile':
      return l10n.t('an error → {1} names profile "{0}", which does not exist', taken.profile, taken.by);
    case 'partialKeys':
      return l10n.t('an error → AWS_ACCESS_KEY_ID is set, and AWS_SECRET_ACCESS_KEY is not');
    case 'pastExpiration':
      return l10n.t('an error → AWS_CREDENTIAL_EXPIRATION is past');
    case 'noRoleArn':
      return l10n.t('an error → AWS_WEB_IDENTITY_TOKEN_FILE is set, and AWS_ROLE_ARN is not');
    case 'unknown':
      return l10n.t('not known → the AWS files could not be read');
  }
}

function variableLines(seen: SeenVariables): readonly string[] {
  const lines = seenNames(seen).map((name) => {
    const value = seen.values.get(name);
    if (value === undefined) {
      return seen.secrets.get(name) === 'set' ? l10n.t('{0} (set)', name) : l10n.t('{0} (empty)', name);
    }
    return `${name}=${name === 'AWS_ACCESS_KEY_ID' && value !== '' ? shortId(value) : value}`;
  });
  return lines.length === 0 ? [l10n.t('None of AWS.')] : lines;
}

function conflictLines(seen: SeenVariables | undefined, stray: readonly string[]): readonly string[] {
  const lines = [
    ...stray.map((name) => l10n.t('{0} leads elsewhere.', name)),
    ...(seen?.tokensDiffer === true
      ? [l10n.t('AWS_SECURITY_TOKEN differs from AWS_SESSION_TOKEN: the AWS CLI and boto3 take it instead.')]
      : []),
  ];
  return lines.length === 0 ? [l10n.t('None known.')] : lines;
}
