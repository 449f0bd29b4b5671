// One stream of server-sent events for the page that is open.

/** The hub says something each twenty seconds at least: when it does not, the connection is dead, whether or not it is closed. */
const SILENCE_MILLIS = 45_000;

let stream = null;
let watch = null;

/**
 * Listens to topics until the next call. The stream connects again by itself.
 *
 * @param handlers a function for each topic, or part of one as in `application:acme`, called with what the hub tells
 * @param state called with true when the stream is open and false when it is not
 */
export function listen(handlers, state) {
  close();
  const topics = Object.keys(handlers);
  if (topics.length === 0) {
    return;
  }
  const opened = new EventSource(`/manage/v1/events?topics=${topics.map(encodeURIComponent).join(',')}`);
  const heard = () => {
    clearTimeout(watch);
    watch = setTimeout(() => {
      listen(handlers, state);
      state(false);
    }, SILENCE_MILLIS);
  };
  heard();
  opened.onopen = () => {
    heard();
    state(true);
  };
  opened.onerror = () => state(false);
  opened.addEventListener('alive', heard);
  opened.addEventListener('ended', () => {
    opened.close();
    document.dispatchEvent(new CustomEvent('signed-out'));
  });
  for (const [topic, handler] of Object.entries(handlers)) {
    opened.addEventListener(topic.replace(/:.*/, ''), (event) => {
      heard();
      handler(JSON.parse(event.data));
    });
  }
  stream = opened;
}

export function close() {
  clearTimeout(watch);
  if (stream) {
    stream.close();
    stream = null;
  }
}
