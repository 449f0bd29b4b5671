// One application: what it confirms, who is connected, what could not be delivered, and a message to try it with.

import { html, nothing } from '../lib/lit-html.js';
import { del, get, post } from '../api.js';
import { badge, button, field, figure, shown, table, values } from '../parts.js';
import { count, date, millis } from '../format.js';
import { confirmed } from '../dialog.js';
import { diagram } from '../diagram.js';
import { dead, took, waiting } from './applications.js';

export const title = 'Application';

const MOST_ROUTES = 8;

/** The application's route, those that deliver what waits for it, and those that either leads to by `direct:`, each with its steps. */
async function routes(name) {
  const all = (await get('/routes?limit=1000')).items;
  const found = new Map();
  const isBegun = (one) => one.from === `direct://${name}` || one.application === name;
  const wanted = all.filter(isBegun).sort((one, other) => one.from.localeCompare(other.from));
  for (const route of wanted) {
    if (!found.has(route.id) && found.size < MOST_ROUTES) {
      const first = await get(`/routes/${encodeURIComponent(route.id)}/steps`);
      found.set(route.id, first);
      const follow = (step) => {
        if (/^direct:/.test(step.label)) {
          const from = step.label.replace(/^direct:(\/\/)?/, 'direct://');
          wanted.push(...all.filter((one) => one.from === from));
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
  let letters = null;
  let receiving = await get(`${path}/state`).catch(() => null); // of one without numbers it is not known
  let tried = null;
  let text = null;
  const sessions = (await get('/smpp/sessions?limit=1000')).items.filter((one) => one.account === name);
  const webhooks = (await get('/webhooks?limit=1000')).items;
  const numbers = (await get(`/numbers?application=${encodeURIComponent(name)}`)).items;

  const pictures = await routes(name);

  const deadLetters = () => get(`${path}/dead-letters?limit=100`);
  async function lookAtLetters() {
    letters = await view.part(deadLetters, null, (found) => {
      letters = found;
      draw();
    });
  }

  async function refresh() {
    await lookAtLetters();
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
    text = text?.messageId === letter.messageId ? null
      : await view.act(() => get(`${path}/dead-letters/${letter.messageId}`));
    draw();
  }

  /** The oldest thousand at most, which is what one request takes. */
  async function all(word, done, question) {
    const most = Math.min(letters.total, 1000);
    if (await confirmed(`${word} ${count(most)} messages?`, question, word)) {
      await view.act(async () => {
        const came = await post(`${path}/dead-letters/${done === 'discarded' ? 'discard' : 'replay'}?most=${most}`);
        view.say(`${count(came[done])} messages are ${done === 'discarded' ? 'discarded' : 'sent again'}.`);
      });
      await refresh();
    }
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

  async function alert() {
    await view.act(async () => {
      const { alerts } = await post(`${path}/alert`);
      view.say(`${count(alerts)} alerts to service centres are due.`);
    });
    receiving = await view.act(() => get(`${path}/state`)) ?? receiving;
    draw();
  }

  const STATES = { ready: 'It can receive.', tried: 'It is being tried.', full: 'It has no room.', away: 'It cannot receive.' };
  const reception = () => (receiving ? html`<p>${badge(receiving.state)} ${STATES[receiving.state]} ${receiving.why}
    ${receiving.until ? `Until ${date(receiving.until)}.` : nothing}
    ${receiving.serviceCentres ? html`${count(receiving.serviceCentres)} service centres wait, to be alerted.
      ${view.mayChange ? button('Alert them now', alert) : nothing}` : nothing}</p>` : nothing);

  const actions = (letter) => html`
    ${button('Send again', () => replay(letter), '', letter.messageId)}
    ${button(text?.messageId === letter.messageId ? 'Hide' : 'Show', () => look(letter), '', letter.messageId)}
    ${button('Discard', () => discard(letter), '', letter.messageId)}`;

  const lettersShown = () => html`
    ${view.mayChange && letters.total > 1 ? html`<p>
      ${button('Send all again', () => all('Send again', 'replayed', 'Each is in the queue again from which it came, the oldest first.'))}
      ${button('Discard all', () => all('Discard', 'discarded', 'They are thrown away for good.'))}</p>` : nothing}
    ${table('Dead letters', [
      ['Message', (one) => html`<a href="/messages/${one.messageId}">${one.messageId}</a>`],
      ['Why', (one) => one.reason],
      ['Kept in', (one) => one.source],
      ['Attempts', (one) => one.attempts ?? ''],
      ['Given up', (one) => date(one.diedAt)],
      ...(view.mayChange ? [['Change', actions]] : []),
    ], letters.items, 'There are none.', (one) => (one.messageId === text?.messageId
      ? html`<pre>${text.shortMessage?.text ?? text.body ?? 'Its text is not shown.'}</pre>` : nothing))}
    <p>${shown(letters)}</p>`;

  function draw() {
    view.draw(html`
      <h1>Application ${name}</h1>
      <dl class="figures">
        ${figure('Messages, last minute', count(application.lastMinute))}
        ${figure('Failed, last minute', count(application.failedLastMinute))}
        ${figure('p50 to answer', took(application, application.p50Millis) || '–')}
        ${figure('p99 to answer', took(application, application.p99Millis) || '–')}
        ${figure('Waiting', count(waiting(application)))}
        ${figure('Dead letters', letters ? count(letters.total) : '–')}
      </dl>
      <p>${application.enabled ? badge('enabled') : html`${badge('disabled')} by ${application.disabled.by}, ${date(application.disabled.at)}`}
        ${!view.mayChange ? nothing : application.enabled ? button('Disable', () => able('disable'))
          : button('Enable', () => able('enable'), 'primary')}</p>
      ${reception()}
      ${application.lastFailedAt ? html`<p>Last failure ${date(application.lastFailedAt)}: ${application.lastFailure ?? ''}</p>` : nothing}
      ${table('Where its messages wait', [
        ['Where', (one) => ({ broker: 'broker', inbox: 'inbox', smpp: 'SMPP sessions' })[one.kind]],
        ['Queue', (one) => one.name],
        ['Messages', (one) => count(one.messages)],
      ], application.queues, 'Nowhere: nothing of it is queued on this hub.')}
      ${letters ? lettersShown() : html`<p>Its dead letters cannot be shown for now.</p>`}
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
  await lookAtLetters();
  draw();
  view.live({
    [`application:${name}`](now) {
      const more = dead(now) !== dead(application);
      application = now;
      draw();
      if (more) {
        refresh();
      }
    },
  });
}
