// Asks the management interface. Everything that the console shows and does goes through here, and curl can do the same.

const BASE = '/manage/v1';

let csrfToken = '';

/** What the interface answers when it does not do what it was asked: problem details of RFC 9457. */
export class Problem extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }

  /** Whether the same request may be answered later: something is away for now. */
  get passes() {
    return this.status === 0 || this.status >= 500;
  }
}

async function ask(method, path, body) {
  const headers = { Accept: 'application/json' };
  if (method !== 'GET') {
    headers['X-CSRF-Token'] = csrfToken;
  }
  if (body !== undefined) {
    headers['Content-Type'] = 'application/json';
  }
  let answer;
  try {
    answer = await fetch(BASE + path, {
      method, headers, credentials: 'same-origin', body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (failure) {
    throw new Problem(0, 'The hub does not answer.');
  }
  const text = await answer.text();
  const content = json(text);
  if (answer.ok && content) {
    return content;
  }
  if (answer.status === 401 && path !== '/session') {
    document.dispatchEvent(new CustomEvent('signed-out'));
  }
  throw new Problem(answer.status, content?.detail || `The hub, or what is before it, answered ${answer.status}.`);
}

/** Something between browser and hub may answer other things than the hub does. */
function json(text) {
  try {
    return text ? JSON.parse(text) : {};
  } catch (failure) {
    return null;
  }
}

export const get = (path) => ask('GET', path);
export const post = (path, body) => ask('POST', path, body);
export const put = (path, body) => ask('PUT', path, body);
export const del = (path) => ask('DELETE', path);

/** Who is signed in; without a name when nobody is. */
export async function session() {
  const found = await get('/session');
  csrfToken = found.csrfToken || '';
  return found;
}

export async function signIn(token) {
  const begun = await post('/session', { token });
  csrfToken = begun.csrfToken;
  return begun;
}

export async function signOut() {
  await del('/session');
  csrfToken = '';
}

/** A query of those values that are not empty, with its question mark. */
export function query(values) {
  const given = Object.entries(values).filter(([, value]) => value !== '' && value !== undefined && value !== null);
  return given.length ? '?' + new URLSearchParams(given) : '';
}
