// Which numbers there are, and whose they are.

import { html, nothing } from '../lib/lit-html.js';
import { get, query } from '../api.js';
import { badge, field, figure, table, values } from '../parts.js';
import { count, number } from '../format.js';

export const title = 'Numbers';

export async function open(view) {
  const wanted = view.query.get('number') ?? '';
  const application = view.query.get('application') ?? '';
  const ranges = await get(`/numbers${query({ application, limit: 1000 })}`);
  const found = wanted ? await view.act(() => get(`/numbers/${encodeURIComponent(wanted)}`)) : null;
  view.draw(html`
    <h1>Numbers</h1>
    <form class="search" role="search" @submit=${(event) => view.go(`/numbers${query(values(event))}`)}>
      ${field('Number', 'number', { value: wanted, inputmode: 'tel' })}
      ${field('Application', 'application', { value: application })}
      <button type="submit" class="primary">Search</button>
    </form>
    ${found ? html`<dl class="figures">
      ${figure('Number', number(found.number))}
      ${figure('IMSI', found.imsi)}
      ${figure('State', badge(found.state))}
      ${figure('Application', html`<a href="/applications/${found.application}">${found.application}</a>`)}
      ${figure('Messages', html`<a href="/messages?to=${found.number}">show</a>`)}</dl>` : nothing}
    ${table('Ranges', [
      ['From', (one) => number(one.from)],
      ['To', (one) => number(one.to)],
      ['First IMSI', (one) => one.firstImsi ?? ''],
      ['Application', (one) => html`<a href="/applications/${one.application}">${one.application}</a>`],
      ['State', (one) => badge(one.state)],
      ['Numbers', (one) => count(one.size)],
    ], ranges.items)}`);
}
