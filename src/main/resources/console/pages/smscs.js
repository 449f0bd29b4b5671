// The SMSCs that have sent messages, and the lists that they are on.

import { html } from '../lib/lit-html.js';
import { del, get, post, query } from '../api.js';
import { badge, button, choice, field, search, shown, table } from '../parts.js';
import { count, counts, millis, time } from '../format.js';
import { form } from '../dialog.js';

export const title = 'SMSCs';

/** Asks for an entry of the lists and adds it. @return whether it was added */
export async function list(view, address, colour) {
  const entry = await form(`List ${address || 'an SMSC'}`, html`
    ${field('Global title, or its first digits and *', 'address', { value: address, required: true })}
    ${choice('List', 'colour', ['black', 'gray', 'white'], colour)}
    ${field('Reason', 'comment', { required: true })}
    ${field('Expires', 'expires', { type: 'date' })}`, 'Add');
  if (!entry) {
    return false;
  }
  const body = Object.fromEntries(Object.entries(entry).filter(([, value]) => value));
  return Boolean(await view.act(() => post('/screening/entries', body), `${body.address} is on the ${body.colour} list.`));
}

/** Takes an entry off the lists. */
export const unlist = (view, address) =>
  view.act(() => del(`/screening/entries/${encodeURIComponent(address)}`), `${address} is on no list.`);

export async function open(view) {
  const title = view.query.get('title') ?? '';
  let smscs = await get(`/smscs${query({ title, limit: 200 })}`);

  const actions = (one) => html`
    ${['black', 'gray', 'white'].filter((colour) => colour !== one.colour)
      .map((colour) => button(colour[0].toUpperCase() + colour.slice(1), () => list(view, one.title, colour), '', one.title))}
    ${one.colour === 'unlisted' ? '' : button('Take off', () => unlist(view, one.title), '', one.title)}`;

  /** Rows stay where they are while the page is open, so that nobody lists another SMSC than the one aimed at. */
  function inOrder(now) {
    const place = new Map(smscs.items.map((one, index) => [one.title, index]));
    const known = now.items.filter((one) => place.has(one.title));
    known.sort((one, other) => place.get(one.title) - place.get(other.title));
    return { ...now, items: [...known, ...now.items.filter((one) => !place.has(one.title))] };
  }

  const draw = () => view.draw(html`
    <h1>SMSCs</h1>
    ${search(view, '/smscs', field('Calling title, or some digits of it', 'title', { value: title, inputmode: 'tel' }))}
    <p>Since the hub's start, those first that were the busiest when the page was opened. ${shown(smscs)}</p>
    ${table('SMSCs seen', [
      ['Calling title', (one) => one.title],
      ['Service centre', (one) => one.serviceCentres.join(', ')],
      ['List', (one) => badge(one.colour)],
      ['Last minute', (one) => count(one.lastMinute)],
      ['Answers', (one) => counts(one.answers)],
      ['MAP versions', (one) => one.mapVersions.join(', ')],
      ['p99 to answer', (one) => millis(one.p99Millis)],
      ['Last heard', (one) => time(one.lastHeard)],
      ...(view.mayChange ? [['Put on a list', actions]] : []),
    ], smscs.items, title ? 'No SMSC that has sent messages has that in its title.' : 'No SMSC has sent a message yet.')}`);
  draw();
  view.live({
    [title ? `smscs:${title}` : 'smscs'](now) {
      smscs = inOrder(now);
      draw();
    },
  });
}
