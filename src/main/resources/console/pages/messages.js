// What has just come, and what the message log finds.

import { html, nothing } from '../lib/lit-html.js';
import { get, query } from '../api.js';
import { badge, button, choice, field, table, values } from '../parts.js';
import { count, date, localOf, millis, momentOf, number, time } from '../format.js';

export const title = 'Messages';

const MOST = 200;
const OUTCOMES = ['', 'delivered', 'stored', 'part', 'duplicate', 'discarded', 'refused', 'failed', 'unanswered', 'dead'];

const link = (one) => html`<a href="/messages/${one.id}">${one.id}</a>`;

function form(view) {
  const asked = (name) => view.query.get(name) ?? '';
  return html`
    <form class="search" role="search" @submit=${(event) => {
      const asked = values(event);
      view.go(`/messages${query({ ...asked, since: momentOf(asked.since), until: momentOf(asked.until) })}`);
    }}>
      ${field('To', 'to', { value: asked('to'), inputmode: 'tel' })}
      ${field('From', 'from', { value: asked('from') })}
      ${field('Application', 'application', { value: asked('application') })}
      ${field('Service centre', 'serviceCentre', { value: asked('serviceCentre'), inputmode: 'tel' })}
      ${choice('Outcome', 'outcome', OUTCOMES, asked('outcome'))}
      ${field('Taken since', 'since', { type: 'datetime-local', value: localOf(asked('since')) })}
      ${field('Until', 'until', { type: 'datetime-local', value: localOf(asked('until')) })}
      <button type="submit" class="primary">Search the message log</button>
    </form>`;
}

async function found(view) {
  const criteria = Object.fromEntries(view.query);
  const draw = (page) => view.draw(html`
    <h1>Messages</h1>
    ${form(view)}
    <p><a href="/messages">Back to what comes now</a></p>
    ${table('Found in the message log', [
      ['Taken', (one) => date(one.takenAt)],
      ['Message', link],
      ['From', (one) => number(one.from)],
      ['To', (one) => number(one.to)],
      ['Application', (one) => one.application ?? ''],
      ['Outcome', (one) => badge(one.outcome)],
      ['Answer', (one) => one.answer ?? ''],
      ['Took', (one) => millis(one.tookMillis)],
    ], page.items, page.failed ? 'The message log cannot be searched.' : 'No message is like that.')}
    ${page.next ? html`<p><a href="/messages${query({ ...criteria, cursor: page.next })}">More</a></p>` : nothing}`);
  draw(await view.part(() => get(`/messages${query({ limit: 100, ...criteria })}`), { items: [], failed: true }, draw));
}

export async function open(view) {
  if ([...view.query].length > 0) {
    await found(view);
    return;
  }
  const recent = async () => (await get(`/messages/recent?limit=${MOST}`)).items;
  let items = await recent();
  let held = false;
  let missed = 0;

  /** Rows stay where they are under who goes through them by keyboard. */
  const isBeingRead = () => Boolean(document.activeElement?.closest('tbody'));

  async function goOn() {
    missed = 0;
    items = await view.act(recent) ?? items;
  }

  const draw = () => view.draw(html`
    <h1>Messages</h1>
    ${form(view)}
    <p>${button(held ? 'Go on' : 'Hold', async () => {
      held = !held;
      if (!held) {
        await goOn();
      }
      draw();
    })} ${held || missed ? html`Held: ${count(missed)} have come since.` : html`The latest, as they are answered.`}</p>
    ${table('Latest messages', [
      ['When', (one) => time(one.time)],
      ['Message', link],
      ['From', (one) => number(one.from)],
      ['To', (one) => number(one.to)],
      ['Application', (one) => one.application ?? ''],
      ['SMSC', (one) => one.callingTitle ?? ''],
      ['Outcome', (one) => badge(one.outcome)],
      ['Why', (one) => one.reason ?? ''],
      ['Took', (one) => millis(one.tookMillis)],
    ], items, 'No message has come since the hub\'s start.')}`);
  draw();
  view.live({
    async resumed() {
      await goOn();
      draw();
    },
    async messages(news) {
      if (held || isBeingRead()) {
        missed += news.came;
      } else if (missed) {
        await goOn();
      } else {
        const known = new Set(items.map((one) => one.event + one.id));
        items = [...news.items.filter((one) => !known.has(one.event + one.id)), ...items].slice(0, MOST);
      }
      draw();
    },
  });
}
