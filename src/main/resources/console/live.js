// One stream of server-sent events for the page that is open.

import { session } from './api.js';

/** The hub says something each twenty seconds at least: when it does not, the connection is dead, whether or not it is closed. */
const SILENCE_MILLIS = 45_000;

/** The browser connects again by itself unless it was answered with an error: that a session is over, or by a proxy. */
const AGAIN_MILLIS = 3_000;

/** How long a page that nobody sees is kept current: browsers have six connections to a hub for all of its pages. */
const UNSEEN_MILLIS = 30_000;

let stream = null;
let watch = null;
let resume = () => {};
let unseen = null;

/**
 * Listens to topics until the next call. The stream connects again by itself.
 *
 * @param handlers a function for each topic, or part of one as in `application:acme`, called with what the hub tells;
 *     `resumed` is called when the page is seen again and has missed something
 * @param state called with true when the stream is open and false when it is not
 */
export function listen(handlers, state) {
  close();
  const topics = Object.keys(handlers).filter((name) => name !== 'resumed');
  if (topics.length === 0) {
    return;
  }
  const opened = new EventSource(`/manage/v1/events?topics=${topics.map(encodeURIComponent).join(',')}`);
  stream = opened;
  resume = () => {
    listen(handlers, state);
    handlers.resumed?.();
  };
  const heard = () => {
    clearTimeout(watch);
    watch = setTimeout(() => {
      listen(handlers, state);
      state(false);
    }, SILENCE_MILLIS);
  };
  async function again() {
    const user = await session().catch(() => null);
    if (stream !== opened) {
      return;
    }
    if (user?.name) {
      listen(handlers, state);
    } else if (user) {
      document.dispatchEvent(new CustomEvent('signed-out'));
    } else {
      watch = setTimeout(again, AGAIN_MILLIS);
    }
  }
  heard();
  opened.onopen = () => {
    heard();
    state(true);
  };
  opened.onerror = () => {
    state(false);
    if (opened.readyState === EventSource.CLOSED) {
      clearTimeout(watch);
      watch = setTimeout(again, AGAIN_MILLIS);
    }
  };
  opened.addEventListener('alive', heard);
  opened.addEventListener('ended', () => {
    opened.close();
    document.dispatchEvent(new CustomEvent('signed-out'));
  });
  for (const topic of topics) {
    opened.addEventListener(topic.replace(/:.*/, ''), (event) => {
      heard();
      handlers[topic](JSON.parse(event.data));
    });
  }
}

export function close() {
  resume = () => {};
  disconnect();
}

function disconnect() {
  clearTimeout(watch);
  if (stream) {
    stream.close();
    stream = null;
  }
}

function seen() {
  clearTimeout(unseen);
  if (!stream) {
    resume();
  }
}

window.addEventListener('pagehide', disconnect);
window.addEventListener('pageshow', seen);
document.addEventListener('visibilitychange', () => {
  if (document.hidden) {
    unseen = setTimeout(disconnect, UNSEEN_MILLIS);
  } else {
    seen();
  }
});
