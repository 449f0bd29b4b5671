// Questions in a dialog, which the browser gives the focus and keeps it in.

import { html, render } from './lib/lit-html.js';
import { focus } from './focus.js';
import { values } from './parts.js';

function open(content) {
  return new Promise((resolve) => {
    const dialog = document.createElement('dialog');
    document.body.append(dialog);
    const end = (result) => {
      dialog.close();
      dialog.remove();
      if (document.activeElement === document.body) { // whoever had it is gone
        focus(document.getElementById('main'));
      }
      resolve(result);
    };
    dialog.addEventListener('cancel', (event) => {
      event.preventDefault();
      end(null);
    });
    render(content(end), dialog);
    dialog.setAttribute('aria-labelledby', 'dialog-title');
    if (dialog.querySelector('#dialog-text')) {
      dialog.setAttribute('aria-describedby', 'dialog-text');
    }
    dialog.showModal();
  });
}

/** Whoever holds Enter down has cancelled. @return true when it is confirmed */
export function confirmed(title, text, action) {
  return open((end) => html`
    <h2 id="dialog-title">${title}</h2>
    <p id="dialog-text">${text}</p>
    <div class="actions">
      <button type="button" class="primary" @click=${() => end(true)}>${action}</button>
      <button type="button" autofocus @click=${() => end(null)}>Cancel</button>
    </div>`);
}

/** @return what the fields hold; null when it was left */
export function form(title, fields, action) {
  return open((end) => html`
    <h2 id="dialog-title">${title}</h2>
    <form @submit=${(event) => end(values(event))}>
      ${fields}
      <div class="actions">
        <button type="submit" class="primary">${action}</button>
        <button type="button" @click=${() => end(null)}>Cancel</button>
      </div>
    </form>`);
}
