// The frame around the pages: who is signed in, which page is open, and what it is told.

import { html, render, nothing } from './lib/lit-html.js';
import { session, signIn, signOut } from './api.js';
import { focus, keepingFocus } from './focus.js';
import { listen, close } from './live.js';
import { ZONE } from './format.js';
import { PAGES } from './menu.js';
import { form, refusal } from './sign-in.js';

/** How long after something was away it is asked for again. */
const AGAIN_MILLIS = 5_000;

const app = document.getElementById('app');
let user = {};
let leave = () => {};
let said = { text: '', bad: false };
let connected = true;
let body = nothing;
let opened = 0;
let openid = false;
let guest = false;
let notice = '';

/** What the page cannot show for now, by who asks for it, and why. */
const away = new Map();

function frame() {
  keepingFocus(() => render(user.name ? signedIn() : form({ enter, notice, problem: said.text, openid, guest: guest ? start : null }), app));
}

const isHere = (href) => (href === '/' ? location.pathname === '/' : location.pathname.startsWith(href));

function signedIn() {
  return html`
    <a class="skip" href="#main" @click=${skip}>Skip to the content</a>
    <header>
      <a class="brand" href="/">VMN Hub <small>${location.host}</small></a>
      <nav aria-label="Pages"><ul>
        ${PAGES.filter(([, , name]) => name).map(([, , name, href]) => html`<li><a href=${href}
          aria-current=${isHere(href) ? 'page' : nothing}>${name}</a></li>`)}
      </ul></nav>
      <div class="who">
        <span>${user.name} <small>${user.role}</small></span>
        <button type="button" @click=${out}>Sign out</button>
      </div>
    </header>
    <div role="alert">${connected ? nothing : html`<p class="banner bad">The hub does not answer. Trying again.</p>`}</div>
    <div role="status">
      ${said.text ? html`<p class="banner ${said.bad ? 'bad' : 'good'}">${said.text}</p>` : nothing}
      ${[...new Set(away.values())].map((why) => html`<p class="banner bad">${why} Trying again.</p>`)}
    </div>
    <main id="main" tabindex="-1">${body}</main>
    <footer>Times are those of ${ZONE}.</footer>`;
}

/** The form, ready to be typed in. */
function askForToken() {
  document.title = `Sign in · VMN Hub ${location.host}`;
  frame();
  app.querySelector('input')?.focus();
}

function skip(event) {
  event.preventDefault();
  focus(document.getElementById('main'));
}

async function enter(event) {
  event.preventDefault();
  try {
    user = await signIn(new FormData(event.target).get('token'));
    said = { text: '', bad: false };
    notice = '';
    await show();
    focus(document.getElementById('main'));
  } catch (problem) {
    said = { text: problem.message, bad: true };
    frame();
  }
}

async function out() {
  try {
    await signOut();
    history.replaceState(null, '', '/');
    await signedOut();
    askForToken();
  } catch (problem) {
    said = { text: `You are not signed out: ${problem.message}`, bad: true };
    frame();
  }
}

async function expired() {
  if (user.name) {
    await signedOut();
    if (guest) {
      await start();
      return;
    }
    notice = 'Your session has ended. Sign in to go on where you were.';
    askForToken();
  }
}

async function signedOut() {
  said = { text: '', bad: false };
  away.clear();
  leave();
  leave = () => {};
  close();
  user = {};
  body = nothing;
  connected = true;
  remember(await session().catch(() => ({})));
}

/** How one may sign in. */
function remember(found) {
  openid = Boolean(found.openid);
  guest = Boolean(found.guest);
}

/** What a page gets of the frame. */
function view(number, params) {
  const current = () => number === opened;
  return {
    params,
    query: new URLSearchParams(location.search),
    mayChange: user.role === 'operator',
    draw(content) {
      if (current()) {
        body = content;
        frame();
      }
    },
    live(handlers) {
      if (current()) {
        listen(handlers, (open) => {
          if (open && !connected) {
            connected = true;
            show(true); // what does not follow by itself may have changed meanwhile
          } else if (connected !== open) {
            connected = open;
            frame();
          }
        });
      }
    },
    go,
    /** Says that something is done. */
    say(text) {
      said = { text, bad: false };
      frame();
    },
    /**
     * A part of a page, without which it is shown for as long as it cannot be had.
     *
     * @param ask asks for it; the same function each time
     * @param otherwise what is in its place
     * @param came called with it when it can be had again
     */
    async part(ask, otherwise, came) {
      try {
        const found = await ask();
        away.delete(ask);
        return found;
      } catch (problem) {
        if (current() && user.name && !away.has(ask)) {
          failed(problem, number, async () => came(await ask()), ask);
        }
        return otherwise;
      }
    },
    /** Does something that may be refused, and says what came of it. */
    async act(action, done) {
      try {
        const result = await action();
        if (done !== undefined) {
          said = { text: done, bad: false };
          frame();
        } else if (said.bad) {
          said = { text: '', bad: false };
          frame();
        }
        return result;
      } catch (problem) {
        if (user.name) {
          said = { text: problem.message, bad: true };
          frame();
        }
        return undefined;
      }
    },
  };
}

/** Tries it every few seconds until nothing is away any more that it needs, or another page is open. */
function again(number, what, key) {
  setTimeout(async () => {
    if (number !== opened || !user.name) {
      return;
    }
    try {
      await what();
      away.delete(key);
    } catch (problem) {
      away.delete(key);
      if (number === opened) {
        failed(problem, number, what, key);
      }
      return;
    }
    frame();
  }, AGAIN_MILLIS);
}

/** Says why the page, or the part of it that `key` stands for, is not there, and tries again what may come later. */
function failed(problem, number, what, key) {
  if (problem.passes) {
    away.set(key, problem.message);
    again(number, what, key);
  } else {
    said = { text: problem.message, bad: true };
  }
  frame();
}

/** @param anew whether the page is open already, and stays as it is until it is drawn anew */
async function show(anew = false) {
  const number = ++opened;
  leave();
  leave = () => {};
  close();
  away.clear();
  const found = PAGES.map(([pattern, page]) => [location.pathname.match(pattern), page]).find(([match]) => match);
  if (!found) {
    body = html`<h1>There is no such page</h1>`;
    frame();
    return;
  }
  const [match, page] = found;
  document.title = `${page.title} · VMN Hub ${location.host}`;
  const loading = html`<h1>${page.title}</h1><p>Loading.</p>`;
  if (!anew) {
    body = loading;
    frame();
    document.querySelector('nav [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }
  const seen = view(number, match.slice(1).map(decodeURIComponent));
  let end;
  const open = async () => {
    end = await page.open(seen);
  };
  try {
    await open();
  } catch (problem) {
    if (user.name && number === opened) {
      failed(problem, number, open, open);
    }
  }
  if (number === opened && body === loading) { // the banner says why
    body = html`<h1>${page.title}</h1>`;
    frame();
  }
  if (number === opened) {
    leave = () => end?.();
  } else {
    end?.();
  }
}

/** Goes to an address without loading the frame again. */
async function go(address) {
  history.pushState(null, '', address);
  said = { text: '', bad: false };
  await show();
  document.getElementById('main').focus();
}

document.addEventListener('click', (event) => {
  const link = event.target.closest('a[href^="/"]');
  if (link && user.name && !event.ctrlKey && !event.metaKey && !event.shiftKey && !link.href.includes('/manage/')) {
    event.preventDefault();
    go(link.getAttribute('href'));
  }
});
window.addEventListener('popstate', () => {
  said = { text: '', bad: false };
  show();
});
document.addEventListener('signed-out', expired);

/** Opens the page of the address, or the form before it; waits for a hub that does not answer. */
async function start() {
  try {
    user = await session();
    remember(user);
    if (!user.name && guest) {
      user = await signIn('');
    }
  } catch (problem) {
    render(html`<main class="sign-in"><h1>VMN Hub</h1><p role="status">${problem.message} Trying again.</p></main>`, app);
    setTimeout(start, AGAIN_MILLIS);
    return;
  }
  if (user.name) {
    await show();
  } else {
    said = { text: refusal(), bad: true };
    askForToken();
  }
}

start();
