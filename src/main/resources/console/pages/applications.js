// Applications, and whether they confirm.

import { html } from '../lib/lit-html.js';
import { get } from '../api.js';
import { badge, table } from '../parts.js';
import { count, counts, millis, time } from '../format.js';

export const title = 'Applications';

/** How many messages of an application wait, dead letters left out. */
export const waiting = (application) => application.queues
  .filter((queue) => !queue.name.startsWith('dead.')).reduce((all, queue) => all + queue.messages, 0);

export async function open(view) {
  let applications = await get('/applications?limit=200');
  const draw = () => view.draw(html`
    <h1>Applications</h1>
    ${table('Applications', [
      ['Name', (one) => html`<a href="/applications/${one.name}">${one.name}</a>`],
      ['State', (one) => badge(one.enabled ? 'enabled' : 'disabled')],
      ['Last minute', (one) => count(one.lastMinute)],
      ['Failed in it', (one) => count(one.failedLastMinute)],
      ['Since the start', (one) => counts(one.outcomes)],
      ['p50', (one) => millis(one.p50Millis)],
      ['p99', (one) => millis(one.p99Millis)],
      ['Waiting', (one) => count(waiting(one))],
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
