// Which numbers there are, whose they are, and whether they can receive.

import { html, nothing } from '../lib/lit-html.js';
import { del, get, put, query } from '../api.js';
import { badge, button, choice, field, figure, search, shown, table } from '../parts.js';
import { count, date, number } from '../format.js';
import { form } from '../dialog.js';

export const title = 'Numbers';

const STATES = ['active', 'suspended', 'barred', 'not-allocated'];
const HINTS = html`<p>Of a suspended number SMSCs are told that it is absent, and they are alerted when it is active again; of a barred
  one that it may not receive; of one that is not allocated that nobody has it.</p>`;

const application = (name) => html`<a href="/applications/${name}">${name}</a>`;

export async function open(view) {
  const wanted = (name) => view.query.get(name) ?? '';
  const [ranges, changes] = await Promise.all([
    get(`/numbers${query({ application: wanted('application'), limit: 1000 })}`), get('/numbers/changes?limit=1000')]);
  let changed = changes.items;
  let found = null;
  let waiting = [];

  async function look() {
    if (wanted('number') || wanted('imsi')) {
      found = await get(wanted('number') ? `/numbers/${encodeURIComponent(wanted('number'))}`
        : `/imsis/${encodeURIComponent(wanted('imsi'))}`);
      waiting = (await get(`/waiting${query({ number: found.number })}`)).items;
    }
  }

  async function refresh() {
    await look();
    changed = (await get('/numbers/changes?limit=1000')).items;
    draw();
  }

  async function change(msisdn, state) {
    const wish = await form(`State of ${number(msisdn)}`, html`${choice('State', 'state', STATES, state)} ${HINTS}`, 'Change');
    if (wish) {
      await view.act(() => put(`/numbers/${msisdn}/state`, wish), `${number(msisdn)} is ${wish.state}.`);
      await refresh();
    }
  }

  async function takeBack(msisdn) {
    await view.act(() => del(`/numbers/${msisdn}/state`), `${number(msisdn)} has the state of the files again.`);
    await refresh();
  }

  const actions = (msisdn, state, isChanged) => html`${button('Change', () => change(msisdn, state), '', number(msisdn))}
    ${isChanged ? button('Take back', () => takeBack(msisdn), '', number(msisdn)) : nothing}`;

  const one = () => html`
    <dl class="figures">
      ${figure('Number', number(found.number))}
      ${figure('IMSI', found.imsi)}
      ${figure('State', badge(found.state))}
      ${figure('Application', application(found.application))}
      ${figure('Messages', html`<a href="/messages?to=${found.number}">show</a>`)}
    </dl>
    ${found.changed ? html`<p>${found.changed.by} has changed its state, ${date(found.changed.at)}; the files say
      ${found.configuredState}.</p>` : nothing}
    ${found.applicationDisabled ? html`<p>Its application is disabled by ${found.applicationDisabled.by}.</p>` : nothing}
    ${view.mayChange ? html`<p>${actions(found.number, found.state, found.changed)}</p>` : nothing}
    ${table('Service centres that wait for it', [
      ['Service centre', (centre) => centre.address],
      ['MAP version', (centre) => centre.version],
      ['Since', (centre) => date(centre.since)],
      ['Until', (centre) => date(centre.until)],
    ], waiting.flatMap((entry) => entry.serviceCentres), 'Nobody waits for it.')}`;

  const draw = () => view.draw(html`
    <h1>Numbers</h1>
    ${search(view, '/numbers',
      field('Number', 'number', { value: wanted('number'), inputmode: 'tel' }),
      field('IMSI', 'imsi', { value: wanted('imsi'), inputmode: 'numeric' }),
      field('Application', 'application', { value: wanted('application') }))}
    ${found ? one() : nothing}
    ${changed.length ? table('States that operators have changed', [
      ['Number', (entry) => html`<a href="/numbers?number=${entry.number}">${number(entry.number)}</a>`],
      ['State', (entry) => badge(entry.state)],
      ['By', (entry) => entry.by],
      ['When', (entry) => date(entry.at)],
      ...(view.mayChange ? [['Change', (entry) => actions(entry.number, entry.state, true)]] : []),
    ], changed) : nothing}
    ${found ? nothing : html`<p>${shown(ranges)}</p> ${table('Ranges', [
      ['From', (range) => number(range.from)],
      ['To', (range) => number(range.to)],
      ['First IMSI', (range) => range.firstImsi ?? ''],
      ['Application', (range) => application(range.application)],
      ['State', (range) => badge(range.state)],
      ['Numbers', (range) => count(range.size)],
    ], ranges.items, 'No range of numbers is of such an application.')}`}`);

  await view.act(look);
  draw();
}
