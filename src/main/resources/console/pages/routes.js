// Routes with their states and pictures, and the connectors that they use.

import { html, nothing } from '../lib/lit-html.js';
import { get, post } from '../api.js';
import { badge, button, field, search, table } from '../parts.js';
import { count } from '../format.js';
import { confirmed } from '../dialog.js';
import { diagram } from '../diagram.js';
import { files } from '../files.js';

export const title = 'Routes';

export async function open(view) {
  let routes = (await get('/routes?limit=1000')).items;
  const connectors = (await get('/connectors?limit=1000')).items;
  const about = view.query.get('about') ?? '';
  const isAbout = (one) => `${one.id} ${one.description ?? ''} ${one.from} ${one.state}`.toLowerCase().includes(about.toLowerCase());
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
      const first = await view.act(() => get(`/routes/${encodeURIComponent(route.id)}/steps`));
      if (first) {
        pictures.set(route.id, first);
      }
    }
    draw();
  }

  const stop = ['Stop', 'Messages for it are answered with a temporary error; after the hub\'s next start it runs again.'];
  const actions = (route) => (route.state === 'Started' ? button('Stop', () => change(route, 'stop', stop), '', route.id)
    : button('Start', () => change(route, route.state === 'Suspended' ? 'resume' : 'start'), '', route.id));

  function draw() {
    view.draw(html`
      <h1>Routes</h1>
      ${aboutFiles()}
      <h2>Routes and connectors</h2>
      ${search(view, '/routes', field('Route, what it does, from or state', 'about', { value: about }))}
      ${table('Routes', [
        ['Route', (one) => html`<span id=${one.id}>${one.id}</span>`],
        ['What it does', (one) => one.description ?? ''],
        ['From', (one) => one.from],
        ['State', (one) => badge(one.state)],
        ['In progress', (one) => count(one.inflight)],
        ['Picture', (one) => html`<button type="button" aria-expanded=${pictures.has(one.id)} aria-label="${pictures.has(one.id) ? 'Hide' : 'Show'} the picture of ${one.id}" @click=${() => show(one)}>
          ${pictures.has(one.id) ? 'Hide' : 'Show'}</button>`],
        ...(view.mayChange ? [['Change', actions]] : []),
      ], routes.filter(isAbout), 'No route has that in it.', (one) => (pictures.has(one.id) ? diagram(one.id, pictures.get(one.id)) : nothing))}
      ${table('Connectors', [
        ['Name', (one) => one.name],
        ['Used', (one) => count(one.uses)],
        ['Running', (one) => count(one.started)],
      ], connectors)}`);
  }
  draw();
}
