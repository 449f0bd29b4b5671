// Applications, and whether they confirm.

import { html } from '../lib/lit-html.js';
import { get } from '../api.js';
import { table } from '../parts.js';
import { count, counts, millis, time } from '../format.js';

export const title = 'Applications';

/** What waits in store mode, since the hub's start. */
export const waiting = (store) =>
  Math.max(0, (store?.stored ?? 0) - (store?.delivered ?? 0) - (store?.dead ?? 0));

export async function open(view) {
  let applications = await get('/applications?limit=200');
  const draw = () => view.draw(html`
    <h1>Applications</h1>
    ${table('Applications', [
      ['Name', (one) => html`<a href="/applications/${one.name}">${one.name}</a>`],
      ['Last minute', (one) => count(one.lastMinute)],
      ['Failed in it', (one) => count(one.failedLastMinute)],
      ['Since the start', (one) => counts(one.outcomes)],
      ['p50', (one) => millis(one.p50Millis)],
      ['p99', (one) => millis(one.p99Millis)],
      ['Stored since the start, waiting', (one) => count(waiting(one.store))],
      ['Last failure', (one) => (one.lastFailedAt ? `${time(one.lastFailedAt)}: ${one.lastFailure ?? ''}` : '')],
    ], applications.items)}`);
  draw();
  view.live({
    applications(now) {
      applications = now;
      draw();
    },
  });
}
