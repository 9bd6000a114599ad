import * as l10n from '../base/l10n.js';

/** "1 second", "5 minutes", "3 hours": rounded, at least a second. */
export function inWords(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  if (seconds < 120) {
    return seconds === 1 ? l10n.t('1 second') : l10n.t('{0} seconds', seconds);
  }
  return seconds < 7200
    ? l10n.t('{0} minutes', Math.round(seconds / 60))
    : l10n.t('{0} hours', Math.round(seconds / 3600));
}
