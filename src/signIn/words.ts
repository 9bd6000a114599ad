/** "1 second", "5 minutes", "3 hours": rounded, at least a second. */
export function inWords(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  const [count, unit] =
    seconds < 120 ? [seconds, 'second'] : seconds < 7200 ? [seconds / 60, 'minute'] : [seconds / 3600, 'hour'];
  const whole = Math.round(count);
  return `${whole} ${unit}${whole === 1 ? '' : 's'}`;
}
