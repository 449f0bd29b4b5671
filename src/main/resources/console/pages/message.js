// One message's story, from the network to the application and back.

import { html, nothing } from '../lib/lit-html.js';
import { get, post } from '../api.js';
import { badge, button, figure } from '../parts.js';
import { exact, millis, number } from '../format.js';
import { confirmed } from '../dialog.js';

export const title = 'Message';

/** Records of the feed and rows of the message log, as one. */
async function find(id) {
  let recent;
  try {
    recent = (await get(`/messages/${encodeURIComponent(id)}/recent`)).items;
  } catch (problem) {
    if (problem.status === 404) {
      return get(`/messages/${encodeURIComponent(id)}`);
    }
    throw problem;
  }
  const answered = recent.find((one) => one.event === 'answered') ?? {};
  const ended = recent.find((one) => one.event === 'ended');
  return {
    ...answered, ...(ended ?? {}), takenAt: answered.receivedAt, answeredAt: answered.time, endedAt: ended?.time,
    sinks: [...(answered.sinks ?? []), ...(ended?.sinks ?? [])], routes: answered.routes ?? ended?.routes ?? [],
  };
}

const step = (name, what, when = '') => html`<li><strong>${name}</strong> ${what} ${when ? html`<time>${when}</time>` : nothing}</li>`;

/** By which the SMSC has learned where the message goes. */
const asked = ({ at, callingTitle, answer, imsi, correlation, networkNodeNumber }) => step('Asked',
  html`sendRoutingInfoForSM from ${callingTitle ?? 'an unnamed SMSC'}: ${imsi
    ? html`answered with ${correlation ? 'the correlation IMSI' : 'the IMSI'} ${imsi} at node ${networkNodeNumber}`
    : badge(answer)}`, exact(at));

const SOURCES = { 'dead-letters': 'It is a dead letter.', inbox: 'It waits in the inbox.', kept: 'The hub has kept it.' };

/** Whether it can be sent again, and what came of it. */
function again(view, resend, sent, send) {
  if (!view.mayChange) {
    return nothing;
  }
  return html`<section aria-labelledby="again-title"><h2 id="again-title">Send it again</h2>
    ${!resend ? html`<p>Whether it can be sent again is not known for now.</p>` : resend.possible ? html`<p>${SOURCES[resend.source]} ${button('Send again', send, 'primary')}</p>`
      : html`<p>It cannot be sent again: ${resend.reason}.</p>`}
    ${sent ? html`<p role="status">${badge(sent.outcome)} in ${millis(sent.tookMillis)}. ${sent.reason ?? nothing}
      ${sent.sinks.map((sink) => html`${sink.connector} ${badge(sink.outcome)} `)}</p>` : nothing}
  </section>`;
}

export async function open(view) {
  const path = `/messages/${encodeURIComponent(view.params[0])}/resend`;
  let message = await find(view.params[0]);
  let resend = null;
  let sent = null;

  const possible = () => get(path);
  async function look() {
    resend = view.mayChange ? await view.part(possible, null, (found) => {
      resend = found;
      draw();
    }) : {};
  }

  async function send() {
    if (await confirmed('Send it again?', `${message.application} may have it already; it comes with the same id.`, 'Send again')) {
      sent = await view.act(() => post(path), `${message.id} is sent again.`);
      message = await find(view.params[0]);
      await look();
      draw();
    }
  }

  function draw() {
    view.draw(html`${story(message)} ${again(view, resend, sent, send)}`);
  }
  await look();
  draw();
}

function story(message) {
  const screening = message.screening;
  return html`
    <h1>Message <code>${message.id}</code></h1>
    <dl class="figures">
      ${figure('Outcome', badge(message.outcome))}
      ${figure('From', number(message.from))}
      ${figure('To', number(message.to))}
      ${figure('Application', message.application ? html`<a href="/applications/${message.application}">${message.application}</a>` : '')}
      ${figure('SMSC', message.callingTitle ?? message.serviceCentre ?? '')}
      ${figure('Took', millis(message.tookMillis))}
    </dl>
    <ol class="story" aria-label="What became of it">
      ${message.query ? asked(message.query) : nothing}
      ${step('Taken', html`mt-forwardSM, MAP version ${message.mapVersion}, from ${message.callingTitle ?? 'an unnamed SMSC'}
        ${message.serviceCentre ? html`(service centre ${message.serviceCentre})` : nothing}:
        ${message.alphabet ?? 'unreadable'}, ${message.octets ?? 0} octets${message.part ? html`, part ${message.part}` : nothing}`,
        exact(message.takenAt))}
      ${screening ? step('Screened', html`${screening.list === 'unlisted' ? 'on no list' : `on the ${screening.list} list`}${screening.rule ? html`, rule ${screening.rule}` : nothing}:
        ${screening.outcome}`) : nothing}
      ${(message.routes ?? []).map((route) => step('Route', html`<a href="/routes?about=${encodeURIComponent(route)}">${route}</a>`))}
      ${(message.sinks ?? []).map((sink) => step('Sent', html`to ${sink.connector} ${sink.route ? html`in ${sink.route}` : nothing}:
        ${badge(sink.outcome)} ${sink.error ?? nothing} in ${millis(sink.millis)}`))}
      ${message.answer ? step('Answered', html`${badge(message.answer)} ${message.reason ?? nothing}`, exact(message.answeredAt)) : nothing}
      ${message.endedAt ? step('Ended', html`${badge(message.outcome)} ${message.attempts ? html`after ${message.attempts} attempts` : nothing}
        ${message.reason ?? nothing}`, exact(message.endedAt)) : nothing}
    </ol>
    ${message.outcome === 'dead' && message.application ? html`<p>It is a <a
      href="/applications/${message.application}">dead letter of ${message.application}</a>.</p>` : nothing}`;
}
