/** ISO 8601, extended or basic; the date, the time, the zone. */
const ISO = /^(\d{4})-?(\d\d)-?(\d\d)[T ](\d\d):?(\d\d)(?::?(\d\d(?:[.,]\d+)?))?(Z|UTC|[+-]\d\d(?::?\d\d)?)$/i;
/** RFC 2822, as mails and HTTP have it: "Thu, 31 Jan 2030 12:00:00 GMT". */
const MAIL = /^(?:[a-z]{3}, )?(\d{1,2}) ([a-z]{3}) (\d{4}) (\d\d):(\d\d)(?::(\d\d))? (GMT|UTC?|Z|[+-]\d{4})$/i;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/**
 * Milliseconds since the epoch; undefined for what is no time. One without a zone is none: the AWS CLI refuses it, and
 * others take it for the machine's own.
 */
export function readTime(text: string): number | undefined {
  const iso = ISO.exec(text);
  if (iso !== null) {
    const [, year, month, day, hour, minute, second, zone] = iso;
    const seconds = (second ?? '0').replace(',', '.');
    return instant([year, month, day, hour, minute, seconds].map(Number), zone);
  }
  const [, day, month = '', year, hour, minute, second, zone] = MAIL.exec(text) ?? [];
  const numbers = [year, MONTHS.indexOf(month.toLowerCase()) + 1, day, hour, minute, second].map(Number);
  return year === undefined ? undefined : instant(numbers, zone);
}

function instant(numbers: readonly number[], zone = 'Z'): number | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = numbers.map((each) => each || 0);
  const ms = Date.UTC(year, month - 1, day, hour, minute) + Math.trunc(second * 1000);
  const read = new Date(ms);
  // Date counts on where a part is too large: there is no 31 February, and no 60th minute.
  const same = read.getUTCMonth() === month - 1 && read.getUTCHours() === hour;
  return same && second < 60 ? ms - offsetOf(zone) : undefined;
}

/** Of "+02", "+0200" and "+02:00", in milliseconds; letters stand for none. */
function offsetOf(zone: string): number {
  const [, sign, hours, minutes = '0'] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone) ?? [];
  const offset = sign === undefined ? 0 : (Number(hours) * 60 + Number(minutes)) * 60_000;
  return sign === '-' ? -offset : offset;
}
