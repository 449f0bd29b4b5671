// Routes with their states and pictures, and the connectors that they use.

import { html } from '../lib/lit-html.js';
import { get, post } from '../api.js';
import { badge, button, table } from '../parts.js';
import { count } from '../format.js';
import { confirmed } from '../dialog.js';
import { diagram } from '../diagram.js';
import { files } from '../files.js';

export const title = 'Routes';

export async function open(view) {
  let routes = (await get('/routes?limit=1000')).items;
  const connectors = (await get('/connectors?limit=1000')).items;
  const pictures = new Map();
  const aboutFiles = await files(view, () => draw());

  async function change(route, what, question) {
    if (question && !await confirmed(`${question[0]} ${route.id}?`, question[1], question[0])) {
      return;
    }
    await view.act(() => post(`/routes/${encodeURIComponent(route.id)}/${what}`), `${route.id}: ${what} is done.`);
    routes = (await get('/routes?limit=1000')).items;
    draw();
  }

  async function show(route) {
    if (pictures.has(route.id)) {
      pictures.delete(route.id);
    } else {
      pictures.set(route.id, await view.act(() => get(`/routes/${encodeURIComponent(route.id)}/steps`)));
    }
    draw();
  }

  const stop = ['Stop', 'Messages for it are answered with a temporary error; after the hub\'s next start it runs again.'];
  const actions = (route) => (route.state === 'Started' ? button('Stop', () => change(route, 'stop', stop))
    : button('Start', () => change(route, route.state === 'Suspended' ? 'resume' : 'start')));

  function draw() {
    view.draw(html`
      <h1>Routes</h1>
      ${table('Routes', [
        ['Route', (one) => html`<span id=${one.id}>${one.id}</span>`],
        ['What it does', (one) => one.description ?? ''],
        ['From', (one) => one.from],
        ['State', (one) => badge(one.state)],
        ['In progress', (one) => count(one.inflight)],
        ['Picture', (one) => html`<button type="button" aria-expanded=${pictures.has(one.id)} @click=${() => show(one)}>
          ${pictures.has(one.id) ? 'Hide' : 'Show'}</button>`],
        ...(view.mayChange ? [['Change', actions]] : []),
      ], routes)}
      ${[...pictures].map(([id, first]) => diagram(id, first))}
      ${table('Connectors', [
        ['Name', (one) => one.name],
        ['Used', (one) => count(one.uses)],
        ['Running', (one) => count(one.started)],
      ], connectors)}
      ${aboutFiles()}`);
  }
  draw();
}
