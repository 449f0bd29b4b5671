// A route as a picture: its steps from top to bottom, branches side by side, what belongs to a step in a frame below it.

import { html, nothing, svg } from './lib/lit-html.js';

const WIDTH = 210;
const HEIGHT = 46;
const GAP = 20;
const MOST_LETTERS = 30;
const BRANCHING = ['choice', 'multicast', 'doTry', 'loadBalance', 'circuitBreaker', 'recipientList'];

const short = (text) => (text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS - 1)}…` : text);

const arrow = (x1, y1, x2, y2) => svg`<path class="arrow" d="M${x1} ${y1} V${y1 + GAP / 2} H${x2} V${y2 - 5}"/>
  <path class="head" d="M${x2 - 4} ${y2 - 6} L${x2} ${y2} L${x2 + 4} ${y2 - 6} Z"/>`;

const box = (step, x, y) => svg`<g class="box"><title>${step.kind} ${step.label}</title>
  <rect x=${x} y=${y} width=${WIDTH} height=${HEIGHT} rx="6"/>
  <text class="kind" x=${x + WIDTH / 2} y=${y + 18}>${step.kind}</text>
  <text x=${x + WIDTH / 2} y=${y + 35}>${short(step.label)}</text></g>`;

/** Below each other, with arrows between them. */
function column(parts) {
  const width = Math.max(...parts.map((part) => part.width));
  return {
    width,
    height: parts.reduce((all, part) => all + part.height, 0) + GAP * (parts.length - 1),
    entries: (x, y) => [[x + width / 2, y]],
    draw(x, y) {
      let top = y;
      return parts.map((part, index) => {
        const drawn = svg`${index > 0 ? arrow(x + width / 2, top - GAP, x + width / 2, top) : nothing}
          ${part.draw(x + (width - part.width) / 2, top)}`;
        top += part.height + GAP;
        return drawn;
      });
    },
  };
}

/** Beside each other. */
function row(parts) {
  const place = (x, index) => x + parts.slice(0, index).reduce((all, part) => all + part.width + GAP, 0);
  return {
    width: parts.reduce((all, part) => all + part.width, 0) + GAP * (parts.length - 1),
    height: Math.max(...parts.map((part) => part.height)),
    entries: (x, y) => parts.map((part, index) => [place(x, index) + part.width / 2, y]),
    draw: (x, y) => parts.map((part, index) => part.draw(place(x, index), y)),
  };
}

function part(step, first = false) {
  if (!step.steps?.length) {
    return { width: WIDTH, height: HEIGHT, draw: (x, y) => box(step, x, y) };
  }
  const inner = (BRANCHING.includes(step.kind) ? row : column)(step.steps.map((one) => part(one)));
  const frame = first ? 0 : GAP / 2;
  const width = Math.max(WIDTH, inner.width) + 2 * frame;
  const top = HEIGHT + GAP;
  return {
    width,
    height: top + inner.height + frame,
    draw(x, y) {
      const left = x + (width - inner.width) / 2;
      return svg`${first ? nothing : svg`<rect class="frame" x=${x} y=${y + HEIGHT / 2} width=${width}
          height=${HEIGHT / 2 + GAP + inner.height + frame} rx="8"/>`}
        ${inner.entries(left, y + top).map(([cx, cy]) => arrow(x + width / 2, y + HEIGHT, cx, cy))}
        ${box(step, x + (width - WIDTH) / 2, y)}
        ${inner.draw(left, y + top)}`;
    },
  };
}

const words = (step) => `${step.kind} ${step.label}${step.steps?.length ? `: ${step.steps.map(words).join('; ')}` : ''}`;

const list = (step) => html`<li><span class="step"><strong>${step.kind}</strong> ${step.label}</span>
  ${step.steps?.length ? html`<ol>${step.steps.map(list)}</ol>` : nothing}</li>`;

/** @param first what `/routes/{id}/steps` has of the route */
export function diagram(id, first) {
  const whole = part(first, true);
  return html`<section aria-label="Picture of ${id}"><h2>${id}</h2>
    <div class="diagram" tabindex="0" role="group" aria-label="Route ${id}, can be scrolled">
      <svg role="img" aria-label=${words(first)} width=${whole.width + 4} height=${whole.height + 4}
        viewBox="-2 -2 ${whole.width + 4} ${whole.height + 4}">${whole.draw(0, 0)}</svg>
    </div>
    <details><summary>The same as a list</summary><ol class="picture">${list(first)}</ol></details></section>`;
}
