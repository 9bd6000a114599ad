import * as l10n from '../../base/l10n.js';
import { remainingText } from '../../model/sessionText/remaining.js';
import { NEVER } from '../../model/session/session.js';
import { isSameWho, type Pledge } from '../../lending/pledge.js';
import type { HeldKeys, Holding, KeysStanding } from '../../identity/holding.js';
import type { LentStanding } from './holding.js';

/** What a terminal that was started anew acts as, where that is not what it was opened for; undefined where it is. */
export function relaunchText(
  terminal: string,
  {
    holding,
    named,
    standing,
    isBound,
  }: { holding: Holding; named: Pledge | undefined; standing: KeysStanding | undefined; isBound: boolean },
  now: number,
): string | undefined {
  if (named === undefined) {
    return undefined;
  }
  switch (holding.kind) {
    case 'none':
      return l10n.t('Terminal "{0}" was started anew while no role was active, and acts as none.', terminal);
    case 'unknown':
      return l10n.t('Terminal "{0}" was started anew, and whose credentials it has now is not known.', terminal);
    case 'keys':
      if (isBound) {
        return standing === 'current' ? undefined : boundText(terminal, holding.keys, now);
      }
      return holding.keys.id === named.id
        ? sameNameText(terminal, holding.keys, named)
        : otherText(terminal, holding.keys);
    case 'lent':
      return holding.lent.id === named.id
        ? sameNameText(terminal, holding.lent, named)
        : otherText(terminal, holding.lent);
  }
}

/** Of terminals that ask for credentials of a session which they do not get any more. */
export function lentText(
  terminals: readonly string[],
  lent: Pledge,
  standing: Exclude<LentStanding, 'current'>,
): string {
  const names = terminals.map((name) => `"${name}"`).join(', ');
  return standing === 'ended'
    ? l10n.t(
        'The session of {0} has ended, and these terminals get no credentials any more: {1}. What they fetched before ends by itself.',
        lent.title,
        names,
      )
    : l10n.t(
        'The session of {0} was opened again as somebody else, so these terminals, which acted as {1}, get no credentials any more: {2}. Open new terminals.',
        lent.title,
        whoText(lent),
        names,
      );
}

function otherText(terminal: string, { title }: Pledge): string {
  return l10n.t('Terminal "{0}" was started anew, and acts as {1} now.', terminal, title);
}

function sameNameText(terminal: string, keys: Pledge, named: Pledge): string | undefined {
  return isSameWho(keys, named)
    ? undefined
    : l10n.t(
        'Terminal "{0}" was started anew, and its {1} is somebody else now: {2}, and {3} before.',
        terminal,
        keys.title,
        whoText(keys),
        whoText(named),
      );
}

/** The ARN of two may be the same. */
function whoText({ arn, principal }: Pledge): string {
  return principal === null || principal === arn ? arn : `${arn} (${principal})`;
}

function boundText(terminal: string, keys: HeldKeys, now: number): string {
  if (isDead(keys, now)) {
    return l10n.t(
      'Terminal "{0}" was started anew with the keys of {1} that it was opened with, which have expired. Open another terminal as {1}.',
      terminal,
      keys.title,
    );
  }
  return keys.expiresAt === NEVER
    ? l10n.t(
        'Terminal "{0}" was started anew with the keys of {1} that it was opened with: the session has others now, or has ended. AWS takes them until they are deleted or deactivated.',
        terminal,
        keys.title,
      )
    : l10n.t(
        'Terminal "{0}" was started anew with the keys of {1} that it was opened with: the session has others now, or has ended. They expire in {2}.',
        terminal,
        keys.title,
        remainingText(keys, now),
      );
}

/** Of keys that terminals go on with though their session does not. */
export function oldKeysText(terminals: readonly string[], keys: HeldKeys, standing: KeysStanding, now: number): string {
  const names = terminals.map((name) => `"${name}"`).join(', ');
  if (isDead(keys, now)) {
    return l10n.t(
      'The keys of {0} that these terminals began with have expired: {1}. Open new terminals.',
      keys.title,
      names,
    );
  }
  switch (standing) {
    case 'ended':
      return endedText(names, keys, now);
    case 'another':
      return l10n.t(
        'The session of {0} was opened again as somebody else, but these terminals still act as {1}: {2}. Open new terminals, and close these.',
        keys.title,
        whoText(keys),
        names,
      );
    case 'replaced':
    case 'current':
      return replacedText(names, keys, now);
  }
}

function replacedText(names: string, keys: HeldKeys, now: number): string {
  return keys.expiresAt === NEVER
    ? l10n.t(
        'The session of {0} was renewed with other keys, but these terminals have those that they began with: {1}. AWS takes them until they are deleted or deactivated: open new terminals.',
        keys.title,
        names,
      )
    : l10n.t(
        'The session of {0} was renewed, but these terminals have the keys that they began with: {1}. Those expire in {2}: open new terminals.',
        keys.title,
        names,
        remainingText(keys, now),
      );
}

function endedText(names: string, keys: HeldKeys, now: number): string {
  return keys.expiresAt === NEVER
    ? l10n.t(
        'The session of {0} has ended, but these terminals still have its keys: {1}. AWS takes them until they are deleted or deactivated: close the terminals.',
        keys.title,
        names,
      )
    : l10n.t(
        'The session of {0} has ended, but these terminals still have its keys: {1}. AWS takes them until they expire in {2}: close the terminals.',
        keys.title,
        names,
        remainingText(keys, now),
      );
}

/** Of terminals of which nobody knows. `hasFolders`: some folder acts as another role than the window. */
export function unknownText(terminals: readonly string[], hasFolders: boolean): string {
  const names = terminals.map((name) => `"${name}"`).join(', ');
  return hasFolders
    ? l10n.t(
        'Whose AWS credentials these terminals have is not known: {0}. Folders act as several roles, and nobody said in which folder they begin, or nobody saw them begin. Close them, and open terminals in a folder.',
        names,
      )
    : l10n.t(
        'Whose AWS credentials these terminals have is not known, since nobody saw them begin: {0}. Close them, or have them relaunched, if they are to act as the active role.',
        names,
      );
}

/** Of a debug run that got a terminal which an earlier one has left. */
export function reusedTerminalText(
  run: string,
  holding: Holding,
  standing: KeysStanding | undefined,
  now: number,
): string {
  switch (holding.kind) {
    case 'none':
      return l10n.t(
        '"{0}" runs in a terminal that an earlier run has left, and that acts as no role. Close that terminal, and the next run acts as what is active then.',
        run,
      );
    case 'unknown':
      return l10n.t(
        '"{0}" runs in a terminal, and whose credentials that has is not known: an earlier run has left it, or folders act as several roles. Close that terminal, or let the program run in the debug console.',
        run,
      );
    case 'keys':
      return reusedKeysText(run, holding.keys, standing, now);
    case 'lent':
      return l10n.t(
        '"{0}" runs in a terminal that an earlier run has left, and acts as {1}. Close that terminal, and the next run acts as what is active then.',
        run,
        holding.lent.title,
      );
  }
}

function reusedKeysText(run: string, keys: HeldKeys, standing: KeysStanding | undefined, now: number): string {
  if (standing === 'current') {
    return l10n.t(
      '"{0}" runs in a terminal that an earlier run has left, and acts as {1}. Close that terminal, and the next run acts as what is active then.',
      run,
      keys.title,
    );
  }
  return isDead(keys, now)
    ? l10n.t(
        '"{0}" runs in a terminal that an earlier run has left, with keys of {1} that have expired. Close that terminal, and the next run acts as what is active then.',
        run,
        keys.title,
      )
    : l10n.t(
        '"{0}" runs in a terminal that an earlier run has left, with keys of {1} from before its session was renewed, ended or opened again as somebody else. Close that terminal, and the next run acts as what is active then.',
        run,
        keys.title,
      );
}

function isDead({ expiresAt }: HeldKeys, now: number): boolean {
  return expiresAt <= now;
}
