// What pages are made of.

import { html, nothing } from './lib/lit-html.js';
import { query } from './api.js';

const GOOD = [
  'UP', 'ACTIVE', 'Started', 'closed', 'delivered', 'stored', 'part', 'result', 'ok', 'taken', 'white', 'active',
  'REACHABLE', 'UNLOCKED', 'enabled', 'ready',
];
const BAD = [
  'DOWN', 'failed', 'dead', 'error', 'open', 'disabled', 'black', 'Stopped', 'barred', 'suspended', 'UNREACHABLE',
  'refused', 'away', 'full',
];

/** A state in words and in colour; the word alone tells as much. */
export function badge(word) {
  if (!word) {
    return nothing;
  }
  const colour = GOOD.includes(word) ? 'good' : BAD.includes(word) ? 'bad' : 'plain';
  return html`<span class="badge ${colour}">${word}</span>`;
}

/** A status of HTTP. */
export const answer = (status) => html`<span class="badge ${status < 400 ? 'good' : 'bad'}">${status}</span>`;

const SHORT = 24;

/** Short texts and buttons stay in one line where there is room. */
function kind(heading, content) {
  if (content === '' || content === nothing) {
    return 'blank';
  }
  return heading === 'Change' || (typeof content === 'string' && content.length <= SHORT) ? 'short' : '';
}

/**
 * A table that a narrow window shows as cards.
 *
 * @param columns each `[heading, row => content]`
 * @param below what is shown below a row, over its whole width; nothing when there is no such thing
 */
export function table(caption, columns, rows, empty = 'Nothing.', below = () => nothing) {
  return html`
    <table>
      <caption>${caption}</caption>
      <thead><tr>${columns.map(([heading]) => html`<th scope="col">${heading}</th>`)}</tr></thead>
      <tbody>
        ${rows.length === 0 ? html`<tr><td class="empty" colspan=${columns.length}>${empty}</td></tr>` : nothing}
        ${rows.map((row) => {
          const more = below(row);
          return html`<tr>${columns.map(([heading, cell]) => {
            const content = cell(row);
            return html`<td data-label=${heading} class=${kind(heading, content)}>${content}</td>`;
          })}</tr>
          ${more === nothing ? nothing : html`<tr><td class="below" colspan=${columns.length}>${more}</td></tr>`}`;
        })}
      </tbody>
    </table>`;
}

/** How much of a long list is shown; nothing when it is all. */
export const shown = (list) => (list.items.length < list.total
  ? `The first ${list.items.length} of ${list.total} are shown.` : '');

/** A figure with its name. */
export const figure = (name, value, note = '') =>
  html`<div class="figure"><dt>${name}</dt><dd>${value}${note ? html` <small>${note}</small>` : nothing}</dd></div>`;

/** @param about what it is about, for those who do not see its row */
export const button = (label, action, more = '', about = '') => html`<button type="button" class=${more || nothing}
  aria-label=${about ? `${label}, ${about}` : nothing} @click=${action}>${label}</button>`;

/** A labelled field of a form. */
export const field = (label, name, options = {}) => html`
  <label class="field">${label}
    <input name=${name} type=${options.type ?? 'text'} .value=${options.value ?? ''} ?required=${options.required}
      pattern=${options.pattern ?? nothing} inputmode=${options.inputmode ?? nothing}
      autocomplete=${options.autocomplete ?? 'off'} maxlength=${options.maxlength ?? 200}>
  </label>`;

/** A labelled choice of a form. */
export const choice = (label, name, values, chosen) => html`
  <label class="field">${label}
    <select name=${name}>${values.map((value) =>
      html`<option value=${value} ?selected=${value === chosen}>${value || 'any'}</option>`)}</select>
  </label>`;

/** What a form holds, as an object, without calling the server. */
export function values(event) {
  event.preventDefault();
  return Object.fromEntries([...new FormData(event.target)].map(([name, value]) => [name, value.trim()]));
}

/** A form that opens the page with what it holds as the address's query. */
export const search = (view, path, ...fields) => html`
  <form class="search" role="search" @submit=${(event) => view.go(`${path}${query(values(event))}`)}>
    ${fields}
    <button type="submit" class="primary">Search</button>
  </form>`;
