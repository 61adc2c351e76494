import { SECOND_MS } from '../base/units.ts';

const MOMENT = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?Z$/;
const DAY_MS = 86_400 * SECOND_MS;

/** Unix time of an ISO 8601 moment in UTC, in milliseconds; NaN if it is none. Reads no clock. */
export function parseMomentMs(text: string): number {
  const match = MOMENT.exec(text);
  if (match === null) return Number.NaN;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
  // Days since 1 March 0000 of the proleptic Gregorian calendar, whose year ends with the leap day.
  const shiftedYear = month > 2 ? year : year - 1;
  const shiftedMonth = (month + 9) % 12;
  const leapDays = Math.floor(shiftedYear / 4) - Math.floor(shiftedYear / 100) + Math.floor(shiftedYear / 400);
  const days = shiftedYear * 365 + leapDays + Math.floor((shiftedMonth * 306 + 5) / 10) + day - 1 - DAYS_UNTIL_1970;
  return days * DAY_MS + ((hour * 60 + minute) * 60 + second) * SECOND_MS;
}

/** From 1 March 0000 to 1 January 1970. */
const DAYS_UNTIL_1970 = 719_468;
