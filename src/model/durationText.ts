import * as l10n from '../base/l10n.js';

/** "1 h", "90 min", "36 h", "45 s": short, and exact. */
export function durationText(seconds: number): string {
  if (seconds % 3600 === 0) {
    return l10n.t('{0} h', seconds / 3600);
  }
  return seconds % 60 === 0 ? l10n.t('{0} min', seconds / 60) : l10n.t('{0} s', seconds);
}
