// One application: what it confirms, who is connected, what could not be delivered, and a message to try it with.

import { html, nothing } from '../lib/lit-html.js';
import { del, get, post } from '../api.js';
import { badge, button, field, figure, table, values } from '../parts.js';
import { count, date, millis } from '../format.js';
import { confirmed } from '../dialog.js';
import { diagram } from '../diagram.js';
import { waiting } from './applications.js';

export const title = 'Application';

const MOST_ROUTES = 8;

/** The application's route, and those that it leads to by `direct:`, each with its steps. */
async function routes(name) {
  const all = (await get('/routes?limit=1000')).items;
  const found = new Map();
  const wanted = [`direct://${name}`];
  for (const from of wanted) {
    const route = all.find((one) => one.from === from);
    if (route && !found.has(route.id) && found.size < MOST_ROUTES) {
      const first = await get(`/routes/${encodeURIComponent(route.id)}/steps`);
      found.set(route.id, first);
      const follow = (step) => {
        if (/^direct:/.test(step.label)) {
          wanted.push(step.label.replace(/^direct:(\/\/)?/, 'direct://'));
        }
        step.steps?.forEach(follow);
      };
      first.steps?.forEach(follow);
    }
  }
  return [...found];
}

export async function open(view) {
  const name = view.params[0];
  const path = `/applications/${encodeURIComponent(name)}`;
  let application = await get(path);
  let letters = await get(`${path}/dead-letters?limit=100`);
  let tried = null;
  let text = null;
  const sessions = (await get('/smpp/sessions?limit=1000')).items.filter((one) => one.account === name);
  const webhooks = (await get('/webhooks?limit=1000')).items;
  const numbers = (await get(`/numbers?application=${encodeURIComponent(name)}`)).items;

  const pictures = await routes(name);

  async function refresh() {
    letters = await get(`${path}/dead-letters?limit=100`);
    draw();
  }

  async function replay(letter) {
    await view.act(() => post(`${path}/dead-letters/${letter.messageId}/replay`), `${letter.messageId} is sent again.`);
    await refresh();
  }

  async function discard(letter) {
    if (await confirmed('Discard this message?', `${letter.messageId} is thrown away for good.`, 'Discard')) {
      await view.act(() => del(`${path}/dead-letters/${letter.messageId}`), `${letter.messageId} is discarded.`);
      await refresh();
    }
  }

  async function look(letter) {
    text = await view.act(() => get(`${path}/dead-letters/${letter.messageId}`));
    draw();
  }

  async function test(event) {
    const form = values(event);
    tried = await view.act(() => post(`${path}/test-messages`, form));
    draw();
  }

  async function able(word) {
    const sure = word === 'enable' || await confirmed(`Disable ${name}?`,
      'SMSCs are told that its numbers are absent, keep their messages, and are alerted when it is enabled again.', 'Disable');
    if (sure) {
      await view.act(() => post(`${path}/${word}`), `${name} is ${word}d.`);
      application = await get(path);
      draw();
    }
  }

  const actions = (letter) => html`
    ${button('Send again', () => replay(letter), 'primary')}
    ${button('Show', () => look(letter))}
    ${button('Discard', () => discard(letter))}`;

  function draw() {
    view.draw(html`
      <h1>Application ${name}</h1>
      <dl class="figures">
        ${figure('Last minute', count(application.lastMinute))}
        ${figure('Failed in it', count(application.failedLastMinute))}
        ${figure('p50', millis(application.p50Millis))}
        ${figure('p99', millis(application.p99Millis))}
        ${figure('Waiting', count(waiting(application)))}
        ${figure('Dead letters', count(letters.total))}
      </dl>
      <p>${application.enabled ? badge('enabled') : html`${badge('disabled')} by ${application.disabled.by}, ${date(application.disabled.at)}`}
        ${!view.mayChange ? nothing : application.enabled ? button('Disable', () => able('disable'))
          : button('Enable', () => able('enable'), 'primary')}</p>
      ${application.lastFailedAt ? html`<p>Last failure ${date(application.lastFailedAt)}: ${application.lastFailure ?? ''}</p>` : nothing}
      ${table('Where its messages wait', [
        ['Where', (one) => ({ broker: 'broker', inbox: 'inbox', smpp: 'SMPP sessions' })[one.kind]],
        ['Queue', (one) => one.name],
        ['Messages', (one) => count(one.messages)],
      ], application.queues, 'Nowhere: nothing of it is queued on this hub.')}
      ${table('Dead letters', [
        ['Message', (one) => one.messageId],
        ['Why', (one) => one.reason],
        ['Kept in', (one) => one.source],
        ['Attempts', (one) => one.attempts ?? ''],
        ['Given up', (one) => date(one.diedAt)],
        ...(view.mayChange ? [['Change', actions]] : []),
      ], letters.items, 'All could be delivered.')}
      ${text ? html`<section aria-label="The message"><h2>Message ${text.messageId}</h2>
        <pre>${text.shortMessage?.text ?? text.body ?? 'Its text is not shown.'}</pre></section>` : nothing}
      ${table('SMPP sessions', [
        ['Session', (one) => one.id],
        ['Address', (one) => one.address],
        ['Bind', (one) => one.bindType],
        ['In the window', (one) => count(one.inWindow)],
        ['Since', (one) => date(one.since)],
      ], sessions, 'Nobody of this name is bound.')}
      ${table('Receivers of webhooks, of all applications', [
        ['Address', (one) => one.url],
        ['Circuit', (one) => badge(one.circuit)],
        ['On their way', (one) => count(one.inFlight)],
      ], webhooks, 'No route has a webhook.')}
      ${pictures.length ? pictures.map(([id, first]) => diagram(id, first))
        : html`<p>No route begins with direct:${name}: its messages are answered with a temporary error.</p>`}
      ${view.mayChange ? html`
        <section aria-labelledby="test-title">
          <h2 id="test-title">Send a test message</h2>
          <p>It goes through the application's route as if an SMSC had sent it, without screening.</p>
          <form class="search" @submit=${test}>
            ${field('From', 'from', { value: 'Test', required: true })}
            ${field('To', 'to', { value: numbers[0]?.from ?? '', required: true, inputmode: 'tel' })}
            ${field('Text', 'text', { value: 'A test of the console', maxlength: 160 })}
            <button type="submit" class="primary">Send</button>
          </form>
          ${tried ? html`<p role="status">${badge(tried.outcome)} in ${millis(tried.tookMillis)}. ${tried.reason ?? nothing}
            ${tried.sinks.map((sink) => html`${sink.connector} ${badge(sink.outcome)} `)}</p>` : nothing}
        </section>` : nothing}`);
  }
  draw();
  view.live({
    [`application:${name}`](now) {
      application = now;
      draw();
    },
  });
}
