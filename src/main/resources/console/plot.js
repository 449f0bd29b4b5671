// Plots over time, by uPlot, in the colours of style.css.

import uPlot from './lib/uplot.js';

/** Of the axis of time: from the ticks' distance in seconds on, how they read. */
const TIMES = [
  [3600, '{HH}:00', null, null, null, null, null, null, 1],
  [60, '{HH}:{mm}', null, null, null, null, null, null, 1],
  [1, '{HH}:{mm}:{ss}', null, null, null, null, null, null, 1],
];

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/**
 * A plot of the last hour that is as wide as its element.
 *
 * @param series each `{ label, colour }`, the colour a custom property of style.css
 * @param data times in seconds, then the values of each series
 * @return a function that takes new data, with `close`
 */
export function plot(element, title, unit, series, data) {
  const axis = () => ({
    stroke: colour('--quiet'), grid: { stroke: colour('--line'), width: 1 }, ticks: { stroke: colour('--line'), width: 1 },
  });
  const width = () => Math.max(240, element.clientWidth);
  const lastHour = () => [Date.now() / 1000 - 3600, Date.now() / 1000];
  let latest = data;
  const draw = () => new uPlot({
    title,
    width: width(),
    height: 200,
    legend: { live: false },
    cursor: { show: false },
    scales: { x: { range: lastHour }, y: { range: (u, low, high) => [0, Math.max(1, high * 1.1)] } },
    axes: [{ ...axis(), space: 90, values: TIMES }, { ...axis(), size: 70, values: (u, ticks) => ticks.map((tick) => `${tick}${unit}`) }],
    series: [{}, ...series.map((one) => ({ label: one.label, stroke: colour(one.colour), width: 2, spanGaps: false, points: { show: false } }))],
  }, latest, element);
  let drawn = draw();
  element.setAttribute('role', 'img');
  const describe = (values) => element.setAttribute('aria-label', `${title}: ` + series.map((one, index) =>
    `${one.label} ${values[index + 1].at(-1) ?? 0}${unit}`).join(', '));
  describe(data);
  const observer = new ResizeObserver(() => drawn.setSize({ width: width(), height: 200 }));
  observer.observe(element);
  const scheme = matchMedia('(prefers-color-scheme: dark)');
  const repaint = () => {
    drawn.destroy();
    drawn = draw();
  };
  scheme.addEventListener('change', repaint);
  const update = (values) => {
    latest = values;
    drawn.setData(values);
    describe(values);
  };
  update.close = () => {
    observer.disconnect();
    scheme.removeEventListener('change', repaint);
    drawn.destroy();
  };
  return update;
}
