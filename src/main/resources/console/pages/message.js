// One message's story, from the network to the application and back.

import { html, nothing } from '../lib/lit-html.js';
import { get } from '../api.js';
import { badge, figure } from '../parts.js';
import { date, millis, number } from '../format.js';

export const title = 'Message';

/** Records of the feed and rows of the message log, as one. */
async function find(id) {
  const recent = (await get(`/messages/recent/${encodeURIComponent(id)}`)).items;
  if (recent.length === 0) {
    return get(`/messages/${encodeURIComponent(id)}`);
  }
  const answered = recent.find((one) => one.event === 'answered') ?? {};
  const ended = recent.find((one) => one.event === 'ended');
  return {
    ...answered, ...(ended ?? {}), takenAt: answered.receivedAt, answeredAt: answered.time, endedAt: ended?.time,
    sinks: [...(answered.sinks ?? []), ...(ended?.sinks ?? [])], routes: answered.routes ?? ended?.routes ?? [],
  };
}

const step = (name, what, when = '') => html`<li><strong>${name}</strong> ${what} ${when ? html`<time>${when}</time>` : nothing}</li>`;

export async function open(view) {
  const message = await find(view.params[0]);
  const screening = message.screening;
  view.draw(html`
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
      ${step('Taken', html`mt-forwardSM, MAP version ${message.mapVersion}, from ${message.callingTitle ?? 'an unnamed SMSC'}
        ${message.serviceCentre ? html`(service centre ${message.serviceCentre})` : nothing}:
        ${message.alphabet ?? 'unreadable'}, ${message.octets ?? 0} octets${message.part ? html`, part ${message.part}` : nothing}`,
        date(message.takenAt))}
      ${screening ? step('Screened', html`the lists say ${screening.list}${screening.rule ? html`, rule ${screening.rule}` : nothing}:
        ${screening.outcome}`) : nothing}
      ${(message.routes ?? []).map((route) => step('Route', html`<a href="/routes#${route}">${route}</a>`))}
      ${(message.sinks ?? []).map((sink) => step('Sent', html`to ${sink.connector} ${sink.route ? html`in ${sink.route}` : nothing}:
        ${badge(sink.outcome)} ${sink.error ?? nothing} in ${millis(sink.millis)}`))}
      ${message.answer ? step('Answered', html`${badge(message.answer)} ${message.reason ?? nothing}`, date(message.answeredAt)) : nothing}
      ${message.endedAt ? step('Ended', html`${badge(message.outcome)} ${message.attempts ? html`after ${message.attempts} attempts` : nothing}
        ${message.reason ?? nothing}`, date(message.endedAt)) : nothing}
    </ol>
    ${message.outcome === 'dead' && message.application ? html`<p>It is a <a
      href="/applications/${message.application}">dead letter of ${message.application}</a>, from where it is sent again.</p>` : nothing}`);
}
