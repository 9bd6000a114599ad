import * as l10n from '../../base/l10n.js';
import { sentences } from '../../base/words.js';
import {
  conflictLines,
  documentOf,
  shortId,
  takesRows,
  titleWithArn,
  variableLines,
} from '../../identity/identityDocument.js';
import type { IdentityAnswer, NotRead, IdentityReading, Repair, IdentityVerdict } from '../../identity/verdict.js';

/** Whom a terminal acts as, in one sentence; where it was not asked just now, with what that means. */
export function identitySentence(
  terminal: string,
  { verdict, takes }: IdentityAnswer,
  reading: IdentityReading,
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
      return l10n.t('Terminal "{0}" acts as {1}, as it should.', terminal, titleWithArn(verdict.acts));
    case 'began':
      return l10n.t('Terminal "{0}" began as {1}, as it should.', terminal, titleWithArn(verdict.acts));
    case 'another':
      return verdict.expected === undefined
        ? l10n.t('Terminal "{0}" acts as {1}. It was not opened as that.', terminal, titleWithArn(verdict.acts))
        : l10n.t(
            'Terminal "{0}" acts as {1}, and was opened as {2}.',
            terminal,
            titleWithArn(verdict.acts),
            verdict.expected.title,
          );
    case 'lent':
      return l10n.t(
        'Terminal "{0}" asks {2} for the credentials of {1}, and acts as what the session is by then.',
        terminal,
        titleWithArn(verdict.acts),
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

/** What is to be done; undefined where nothing is. */
function repairText(repair: Repair): string | undefined {
  switch (repair.kind) {
    case 'again':
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
export function identityDocument(terminal: string, answer: IdentityAnswer, reading: IdentityReading): string {
  const { verdict, takes, stray, repair } = answer;
  const seen = reading.kind === 'unknown' ? undefined : reading.seen;
  const expected = 'expected' in verdict ? verdict.expected : undefined;
  const opened = expected === undefined ? [] : [l10n.t('opened as {0}', titleWithArn(expected))];
  return documentOf([
    { title: l10n.t('Terminal'), rows: [terminal, ...opened] },
    { title: l10n.t('It acts as'), prose: [identitySentence(terminal, answer, reading)] },
    { title: l10n.t('By program'), rows: takesRows(takes) },
    { title: l10n.t('Variables'), rows: seen === undefined ? [l10n.t('Not known.')] : variableLines(seen) },
    { title: l10n.t('Conflicts'), prose: conflictLines(seen, stray) },
    { title: l10n.t('What to do'), prose: [repairText(repair) ?? l10n.t('Nothing.')] },
  ]);
}
