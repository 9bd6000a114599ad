import * as l10n from '../../base/l10n.js';
import type { Pledge } from '../../lending/pledge.js';
import type { Holding } from '../../identity/holding.js';

/**
 * What a terminal acts as that was opened beside one of a role; undefined where that is the same role, or where it is not
 * known, which is told of every terminal.
 * @param role what the one beside it acts as
 */
export function splitText(terminal: string, role: Pledge, holding: Holding): string | undefined {
  switch (holding.kind) {
    case 'unknown':
      return undefined;
    case 'none':
      return l10n.t(
        'The terminal that was opened beside "{0}" acts as no role: to a split one the editor gives what every new terminal gets. Run "Split Terminal as Role" for another one that acts as {1}.',
        terminal,
        role.title,
      );
    case 'keys':
      return otherText(terminal, role, holding.keys);
    case 'lent':
      return otherText(terminal, role, holding.lent);
  }
}

function otherText(terminal: string, role: Pledge, actual: Pledge): string | undefined {
  return actual.id === role.id
    ? undefined
    : l10n.t(
        'The terminal that was opened beside "{0}" acts as {1}, not as {2}: to a split one the editor gives what every new terminal gets. Run "Split Terminal as Role" for another one that acts as {2}.',
        terminal,
        actual.title,
        role.title,
      );
}
