// The audit log: who has changed what, and who has looked at a text.

import { html } from '../lib/lit-html.js';
import { get } from '../api.js';
import { answer, field, search, table } from '../parts.js';
import { date } from '../format.js';

export const title = 'Changes';

export async function open(view) {
  const about = view.query.get('about') ?? '';
  const { items } = await get('/audit?limit=1000');
  const words = (one) => [date(one.at), one.who, one.method, one.path, one.what, one.from, one.status].join(' ').toLowerCase();
  const found = items.filter((one) => words(one).includes(about.toLowerCase()));
  view.draw(html`
    <h1>Changes</h1>
    <p>The latest thousand; the log <code>io.vmnhub.audit</code> has all, those who only looked included.</p>
    ${search(view, '/changes', field('Who, what, where or when', 'about', { value: about }))}
    ${table('Who did what', [
      ['When', (one) => date(one.at)],
      ['Who', (one) => one.who],
      ['What', (one) => html`${one.method} <code>${one.path}</code>`],
      ['Details', (one) => one.what],
      ['From', (one) => one.from],
      ['Answer', (one) => answer(one.status)],
    ], found, about ? 'No change has that in it.' : 'Nobody has changed anything.')}`);
}
