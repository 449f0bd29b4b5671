// Applications, and whether they confirm.

import { html } from '../lib/lit-html.js';
import { get, query } from '../api.js';
import { badge, field, search, shown, table } from '../parts.js';
import { count, counts, millis, time } from '../format.js';

export const title = 'Applications';

const isDead = (queue) => queue.name.startsWith('dead.');
const sum = (queues) => queues.reduce((all, queue) => all + queue.messages, 0);

/** How many messages of an application wait, dead letters left out. */
export const waiting = (application) => sum(application.queues.filter((queue) => !isDead(queue)));

/** How many dead letters of an application its queues have. */
export const dead = (application) => sum(application.queues.filter(isDead));

/** Nothing has taken any time when there was none. */
export const took = (application, time) => (Object.keys(application.outcomes).length ? millis(time) : '');

export async function open(view) {
  const name = view.query.get('name') ?? '';
  let applications = await get(`/applications${query({ name, limit: 200 })}`);
  const draw = () => view.draw(html`
    <h1>Applications</h1>
    ${search(view, '/applications', field('Name, or a part of it', 'name', { value: name }))}
    <p>${shown(applications)}</p>
    ${table('Applications', [
      ['Name', (one) => html`<a href="/applications/${one.name}">${one.name}</a>`],
      ['State', (one) => badge(one.enabled ? 'enabled' : 'disabled')],
      ['Messages, last minute', (one) => count(one.lastMinute)],
      ['Failed, last minute', (one) => count(one.failedLastMinute)],
      ['Since the start', (one) => counts(one.outcomes)],
      ['p50 to answer', (one) => took(one, one.p50Millis)],
      ['p99 to answer', (one) => took(one, one.p99Millis)],
      ['Waiting', (one) => count(waiting(one))],
      ['Last failure', (one) => (one.lastFailedAt ? `${time(one.lastFailedAt)}: ${one.lastFailure ?? ''}` : '')],
    ], applications.items, name ? 'No application has that in its name.' : 'No number belongs to an application, and none has got a message.')}`);
  draw();
  view.live({
    [name ? `applications:${name}` : 'applications'](now) {
      applications = now;
      draw();
    },
  });
}
