// How values read.

/** As logs have them, 2026-11-27 23:05:09, so that they can be compared and searched for. */
const TIME = new Intl.DateTimeFormat('sv-SE', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const DATE = new Intl.DateTimeFormat('sv-SE', {
  year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
});
const NUMBER = new Intl.NumberFormat();
const RATE = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });

/** The time alone on the day itself, else the date as well. */
export function time(text) {
  const when = text ? new Date(text) : null;
  return when ? (when.toDateString() === new Date().toDateString() ? TIME : DATE).format(when) : '';
}

/** Where times are shown in. */
export const ZONE = TIME.resolvedOptions().timeZone;

/** A moment as fields of forms have it, in the browser's zone and to the minute; and back. */
export function localOf(iso) {
  const when = iso ? new Date(iso) : null;
  return when && !Number.isNaN(when.getTime())
    ? new Date(when.getTime() - when.getTimezoneOffset() * 60_000).toISOString().slice(0, 16) : '';
}

export const momentOf = (local) => (local ? new Date(local).toISOString() : '');

/** With milliseconds, for what follows each other within a second. */
export const exact = (text) => (text ? `${DATE.format(new Date(text))}.${String(new Date(text).getMilliseconds()).padStart(3, '0')}` : '');

export const date = (text) => (text ? DATE.format(new Date(text)) : '');
export const count = (value) => NUMBER.format(value ?? 0);
export const rate = (value) => RATE.format(value ?? 0);
export const millis = (value) => (value === undefined ? '' : `${NUMBER.format(Math.round(value))} ms`);

/** `{"result": 3}` as "result 3". */
export const counts = (values) =>
  Object.entries(values ?? {}).map(([name, value]) => `${name} ${count(value)}`).join(', ');

/** A number with its plus; names and masked numbers as they are. */
export const number = (value) => (/^[0-9]/.test(value ?? '') ? `+${value}` : value ?? '');
