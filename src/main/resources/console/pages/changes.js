// The audit log: who has changed what, and who has looked at a text.

import { html } from '../lib/lit-html.js';
import { get } from '../api.js';
import { badge, table } from '../parts.js';
import { date } from '../format.js';

export const title = 'Changes';

export async function open(view) {
  const audit = await get('/audit?limit=500');
  view.draw(html`
    <h1>Changes</h1>
    <p>The latest since the hub's start; the log <code>io.vmnhub.audit</code> has all, those who only looked included.</p>
    ${table('Who did what', [
      ['When', (one) => date(one.at)],
      ['Who', (one) => one.who],
      ['What', (one) => html`${one.method} <code>${one.path}</code>`],
      ['Of it', (one) => one.what],
      ['From', (one) => one.from],
      ['Answer', (one) => badge(String(one.status))],
    ], audit.items)}`);
}
