// How values read.

const TIME = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const DATE = new Intl.DateTimeFormat(undefined, {
  year: 'numeric', month: 'short', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
});
const NUMBER = new Intl.NumberFormat();
const RATE = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });

export const time = (text) => (text ? TIME.format(new Date(text)) : '');
export const date = (text) => (text ? DATE.format(new Date(text)) : '');
export const count = (value) => NUMBER.format(value ?? 0);
export const rate = (value) => RATE.format(value ?? 0);
export const millis = (value) => (value === undefined ? '' : `${NUMBER.format(Math.round(value))} ms`);

/** `{"result": 3}` as "result 3". */
export const counts = (values) =>
  Object.entries(values ?? {}).map(([name, value]) => `${name} ${count(value)}`).join(', ');

/** A number with its plus; names and masked numbers as they are. */
export const number = (value) => (/^[0-9]/.test(value ?? '') ? `+${value}` : value ?? '');
