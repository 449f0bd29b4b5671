// What has become of changed files: what is wrong in them, and what waits for the next start.

import { html, nothing } from './lib/lit-html.js';
import { get, post } from './api.js';
import { badge, button, table } from './parts.js';
import { date } from './format.js';

const SAID = {
  unchanged: 'No file has changed since the hub has read them.',
  taken: 'The files are right. What has changed in them can be taken.',
};

/** The section about files of a page; `draw` draws the page anew. */
export async function files(view, draw) {
  let changes = await get('/changes');
  let checked = null;

  async function check() {
    checked = await view.act(() => post('/reload?dryRun=true'), 'The files are checked.');
    draw();
  }

  async function take() {
    checked = null;
    const result = await view.act(() => post('/reload'));
    if (result) {
      checked = result;
      changes = await get('/changes');
    }
    draw();
  }

  const wrong = (caption, findings) => table(caption, [
    ['File', (one) => html`<code>${one.file}${one.line ? `:${one.line}` : ''}</code>`],
    ['What is wrong', (one) => one.message],
  ], findings);

  return () => html`
    <section aria-labelledby="files-title"><h2 id="files-title">Files</h2>
      <p>Last taken ${date(changes.at)}: ${badge(changes.outcome)}
        ${changes.changed.map((file) => html`<code>${file}</code> `)}
        ${changes.formerRoutes ? html`${changes.formerRoutes} former routes still have messages.` : nothing}</p>
      ${view.mayChange ? html`<p>${button('Check the files', check)} ${button('Take changed files', take)}</p>` : nothing}
      ${checked ? html`<p role="status">${SAID[checked.outcome] ?? 'Something is wrong, and nothing is taken.'}</p>
        ${checked.findings.length ? wrong('Found by the check', checked.findings) : nothing}` : nothing}
      ${changes.refused.length ? wrong('Changed, wrong, and not in force', changes.refused) : nothing}
      ${table('What waits for the next start', [
        ['File', (one) => html`<code>${one.file}</code>`],
        ['Keys', (one) => one.keys.join(', ')],
      ], changes.nextStart, 'Nothing: all that stands in the files is in force.')}
    </section>`;
}
