// What the hub does now, and in the last hour.

import { html, nothing } from '../lib/lit-html.js';
import { get } from '../api.js';
import { badge, figure, table } from '../parts.js';
import { count, millis, rate } from '../format.js';
import { plot } from '../plot.js';

export const title = 'Overview';

const CONFIRMED = ['delivered', 'stored', 'part'];
const OTHER = ['duplicate', 'discarded', 'unanswered'];
const MESSAGES = [
  { label: 'confirmed', name: 'confirmed', colour: '--good' },
  { label: 'refused', name: 'refused', colour: '--mark' },
  { label: 'failed', name: 'failed', colour: '--bad' },
];
const TIMES = [
  { label: 'p50', name: 'p50Millis', colour: '--good' },
  { label: 'p99', name: 'p99Millis', colour: '--mark' },
];

/** Where samples are missing, because the hub was not running, nothing is drawn. */
function withGaps([times, ...series], step) {
  const gaps = times.map((at, index) => index > 0 && at - times[index - 1] > 3 * step);
  const fill = (values, gap) => values.flatMap((value, index) => (gaps[index] ? [gap(index), value] : [value]));
  return [fill(times, (index) => times[index - 1] + step), ...series.map((values) => fill(values, () => null))];
}

const sum = (values, names) => names.reduce((all, name) => all + (values[name] ?? 0), 0);

function content(now) {
  const perSecond = now.messagesPerSecond ?? {};
  const time = (value) => (Object.values(perSecond).some((one) => one > 0) ? millis(value) : '–');
  return html`
    <h1>Overview</h1>
    <div role="status">${now.problems?.map((one) => html`
      <p class="banner bad"><strong>${one.check}</strong>: ${one.message}</p>`)}</div>
    <dl class="figures">
      ${figure('Confirmed', rate(sum(perSecond, CONFIRMED)), '/s')}
      ${figure('Refused', rate(perSecond.refused), '/s')}
      ${figure('Failed', rate(perSecond.failed), '/s')}
      ${figure('Repeated or discarded', rate(sum(perSecond, OTHER)), '/s')}
      ${figure('p50 to answer', time(now.p50Millis))}
      ${figure('p99 to answer', time(now.p99Millis))}
      ${figure('In progress', count(now.inProgress))}
      ${figure('Open dialogues', count(now.openDialogues), `of ${count(now.maxDialogues)}`)}
    </dl>
    <div class="plots"><div id="messages-plot" class="plot"></div><div id="times-plot" class="plot"></div></div>
    <div class="columns">
      <section>${table('Links', [
        ['Name', (one) => html`<a href="/links">${one.name}</a>`],
        ['What', (one) => one.what],
        ['State', (one) => badge(one.state)],
      ], now.links ?? [])}</section>
      <section>${table('Applications that do not confirm', [
        ['Application', (one) => html`<a href="/applications/${one.application}">${one.application}</a>`],
        ['Last minute', (one) => count(one.failedLastMinute)],
        ['Last reason', (one) => one.lastFailure ?? nothing],
      ], now.unconfirmed ?? [], 'All confirm.')}</section>
      <section>${table('Screening decided', [
        ['Rule', (one) => html`<a href="/screening">${one.rule}</a>`],
        ['Outcome', (one) => one.outcome],
        ['Per second', (one) => rate(one.perSecond)],
        ['Since the start', (one) => count(one.total)],
      ], now.refusals ?? [], 'Nothing yet.')}</section>
    </div>`;
}

export async function open(view) {
  const recorded = () => get('/overview/history?minutes=60');
  let history = await recorded();
  const data = (series) => withGaps([history.times, ...series.map((one) => history.series[one.name])], history.stepSeconds);
  view.draw(content(await get('/overview')));
  const plots = [];
  const begin = () => {
    plots.push([plot(document.getElementById('messages-plot'), 'Messages a second, last hour', '', MESSAGES, data(MESSAGES)), MESSAGES]);
    plots.push([plot(document.getElementById('times-plot'), 'Time to answer, last hour', ' ms', TIMES, data(TIMES)), TIMES]);
  };
  begin();
  view.live({
    async resumed() {
      history = await recorded().catch(() => history);
      plots.forEach(([update, series]) => update(data(series)));
    },
    overview(now) {
      view.draw(content(now));
      const second = Math.floor(Date.parse(now.at) / 1000);
      if (second - (history.times.at(-1) ?? 0) >= history.stepSeconds) {
        history.times.push(second);
        history.series.confirmed.push(sum(now.messagesPerSecond, CONFIRMED));
        history.series.refused.push(now.messagesPerSecond.refused);
        history.series.failed.push(now.messagesPerSecond.failed);
        history.series.p50Millis.push(now.p50Millis);
        history.series.p99Millis.push(now.p99Millis);
        const most = 3600 / history.stepSeconds;
        if (history.times.length > most) {
          [history.times, ...Object.values(history.series)].forEach((values) => values.splice(0, values.length - most));
        }
        plots.forEach(([update, series]) => update(data(series)));
      }
    },
  });
  return () => plots.forEach(([update]) => update.close());
}
