// The lists and limits, what they decided, and what they would do with a message.

import { html, nothing } from '../lib/lit-html.js';
import { get, post } from '../api.js';
import { badge, button, field, table, values } from '../parts.js';
import { count, date, rate } from '../format.js';
import { list, unlist } from './smscs.js';

export const title = 'Screening';

export async function open(view) {
  let entries = await get('/screening/entries?limit=1000');
  const limits = (await get('/screening/limits?limit=1000')).items;
  let decided = (await get('/overview')).refusals ?? [];
  let explained = null;

  async function refresh() {
    entries = await get('/screening/entries?limit=1000');
    draw();
  }

  async function remove(entry) {
    await unlist(view, entry.address);
    await refresh();
  }

  async function explain(event) {
    const form = values(event);
    explained = await view.act(() => post('/screening/explain', { ...form, unsolicited: form.unsolicited === 'on' }));
    draw();
  }

  const of = (rule) => decided.filter((one) => one.rule === rule).reduce((all, one) => all + one.total, 0);

  function draw() {
    view.draw(html`
      <h1>Screening</h1>
      ${view.mayChange ? html`<p>${button('Put an SMSC on a list', async () => {
        if (await list(view, '', 'black')) {
          await refresh();
        }
      }, 'primary')}</p>` : nothing}
      ${table('Lists', [
        ['Address', (one) => one.address],
        ['List', (one) => badge(one.colour)],
        ['Reason', (one) => one.comment],
        ['From', (one) => `${one.source}${one.line ? `:${one.line}` : ''}`],
        ['Expires', (one) => date(one.expires) || 'never'],
        ...(view.mayChange ? [['Change', (one) => button('Take off', () => remove(one), '', one.address)]] : []),
      ], entries.items, 'No SMSC is on a list.')}
      ${table('Limits', [
        ['Name', (one) => one.name],
        ['Per', (one) => one.per],
        ['Of', (one) => one.operation],
        ['Rate', (one) => one.rate],
        ['Beyond it', (one) => one.outcome],
        ['Decided', (one) => count(of(one.rule))],
      ], limits, 'There are no limits.')}
      ${table('What rules have decided', [
        ['Rule', (one) => one.rule],
        ['Outcome', (one) => one.outcome],
        ['Per second', (one) => rate(one.perSecond)],
        ['Since the start', (one) => count(one.total)],
      ], decided, 'Nothing yet.')}
      ${view.mayChange ? html`
        <section aria-labelledby="explain-title">
          <h2 id="explain-title">What would happen to a message?</h2>
          <form class="search" @submit=${explain}>
            ${field('Calling title of the SMSC', 'smsc', { required: true, inputmode: 'tel' })}
            ${field('From', 'from', { required: true })}
            ${field('To', 'to', { required: true, inputmode: 'tel' })}
            ${field('Text', 'text', { maxlength: 160 })}
            <label class="check"><input type="checkbox" name="unsolicited"> as if nobody had asked for the number before</label>
            <button type="submit" class="primary">Explain</button>
          </form>
          ${explained ? html`<p role="status">The number belongs to application ${explained.application}.</p>
            <ol class="story">${explained.steps.map((step) => html`<li><strong>${step.about}</strong>
              ${step.rule ? html`${step.rule}:` : nothing} ${step.rule ? step.finding : html`<strong>${step.finding}</strong>`}</li>`)}</ol>` : nothing}
        </section>` : nothing}`);
  }
  draw();
  view.live({
    overview(now) {
      decided = now.refusals;
      draw();
    },
  });
}
