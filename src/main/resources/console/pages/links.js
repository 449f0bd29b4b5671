// Associations, application servers, point codes, and what has become of them.

import { html } from '../lib/lit-html.js';
import { get, post } from '../api.js';
import { badge, button, table } from '../parts.js';
import { count, date } from '../format.js';
import { confirmed } from '../dialog.js';

export const title = 'Links';

const state = (one) => (one.locked ? 'LOCKED' : one.connected ? 'UP' : 'DOWN');

export async function open(view) {
  let links = await get('/links');
  let changes = (await get('/links/changes?limit=100')).items;

  const refresh = async () => {
    changes = (await get('/links/changes?limit=100')).items;
    draw();
  };

  async function lock(one, drain) {
    const sure = await confirmed(
      `${drain ? 'Drain' : 'Stop'} ${one.name}?`,
      drain ? 'What is open gets its answers, ten seconds at most, and the association closes.'
        : 'The association closes at once; what is open over it loses its answers, and SMSCs send it again.',
      drain ? 'Drain' : 'Stop');
    if (sure) {
      await view.act(() => post(`/links/associations/${encodeURIComponent(one.name)}/lock?drain=${drain}`),
        `${one.name} is out of service.`);
      await refresh();
    }
  }

  async function unlock(one) {
    await view.act(() => post(`/links/associations/${encodeURIComponent(one.name)}/unlock`),
      `${one.name} is in service again.`);
    await refresh();
  }

  const actions = (one) => (one.locked ? button('Start', () => unlock(one), '', one.name)
    : html`${button('Drain', () => lock(one, true), '', one.name)} ${button('Stop', () => lock(one, false), '', one.name)}`);
  const last = (name) => changes.find((change) => change.what === 'association' && change.name === name);

  function draw() {
    view.draw(html`
      <h1>Links</h1>
      <p>${badge(links.ready ? 'ACTIVE' : 'DOWN')} ${links.ready ? 'Messages can be received.' : 'No messages can be received.'}
        ${count(links.openDialogues)} of ${count(links.maxDialogues)} dialogues are open.</p>
      ${table('Associations', [
        ['Name', (one) => one.name],
        ['State', (one) => badge(state(one))],
        ['Last change', (one) => (last(one.name) ? `${date(last(one.name).at)}: ${last(one.name).cause}` : '')],
        ...(view.mayChange ? [['Change', actions]] : []),
      ], links.associations)}
      ${table('Application servers', [
        ['Name', (one) => one.name],
        ['State', (one) => badge(one.state)],
        ['Processes', (one) => one.processes.map((process) => html`<div>over ${process.association} ${badge(process.state)}</div>`)],
        ['Point codes', (one) => one.destinations.map((to) => html`<div>${to.pointCode}
          ${badge(to.reachable ? 'REACHABLE' : 'UNREACHABLE')} ${to.associations.join(', ')}</div>`)],
      ], links.applicationServers)}
      ${table('What has changed', [
        ['When', (one) => date(one.at)],
        ['What', (one) => `${one.what} ${one.name}`],
        ['State', (one) => badge(one.state)],
        ['Why', (one) => one.cause],
      ], changes)}`);
  }
  draw();
  view.live({
    links(now) {
      const moved = JSON.stringify([now.associations, now.applicationServers])
        !== JSON.stringify([links.associations, links.applicationServers]);
      links = now;
      draw();
      if (moved) {
        refresh();
      }
    },
  });
}
