import type { Identity } from '../../model/session/identity.js';
import { sessionTitle, type SessionFacts } from '../../model/session/session.js';

type Named = Pick<SessionFacts, 'role' | 'narrowedTo' | 'identity'>;

/** "deploy (read-only) · 123456789012": beside other terminals' only the account tells two roles of one name apart. */
export function terminalName({ role, narrowedTo, identity }: Named): string {
  return [sessionTitle({ name: role.name, narrowedTo }), identity.accountId].filter((word) => word !== '').join(' · ');
}

/** How a terminal of that role is told from others at a glance: names of a codicon and of a colour of the theme. */
export interface TerminalLook {
  readonly icon: 'flame' | 'shield';
  readonly colour: string;
}

/** The error colour is production's alone. */
const PRODUCTION: TerminalLook = { icon: 'flame', colour: 'terminal.ansiRed' };

/** Those that themes keep apart, and that show on light and on dark; yellow is that of warnings. */
const COLOURS = ['terminal.ansiBlue', 'terminal.ansiMagenta', 'terminal.ansiCyan', 'terminal.ansiGreen'] as const;

/** The same for a role wherever it is configured and whatever its sessions are called; in every window, and after a restart. */
export function terminalLook({ identity }: Pick<SessionFacts, 'identity'>, isProduction: boolean): TerminalLook {
  return isProduction ? PRODUCTION : { icon: 'shield', colour: colourOf(identity) };
}

function colourOf({ partition, accountId, kind, name }: Identity): string {
  return COLOURS[digest([partition, accountId, kind, name].join('/')) % COLOURS.length] ?? COLOURS[0];
}

/** The upper half of FNV-1a's 32 bits, which its last step mixes better than the lower. */
function digest(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  return hash >>> 16;
}
