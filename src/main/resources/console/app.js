// The frame around the pages: who is signed in, which page is open, and what it is told.

import { html, render, nothing } from './lib/lit-html.js';
import { session, signIn, signOut } from './api.js';
import { listen, close } from './live.js';
import { ZONE } from './format.js';

/** Address, module, name in the menu. */
const PAGES = [
  [/^\/$/, 'overview', 'Overview', '/'],
  [/^\/links$/, 'links', 'Links', '/links'],
  [/^\/smscs$/, 'smscs', 'SMSCs', '/smscs'],
  [/^\/numbers$/, 'numbers', 'Numbers', '/numbers'],
  [/^\/messages$/, 'messages', 'Messages', '/messages'],
  [/^\/messages\/(.+)$/, 'message', '', ''],
  [/^\/applications$/, 'applications', 'Applications', '/applications'],
  [/^\/applications\/(.+)$/, 'application', '', ''],
  [/^\/screening$/, 'screening', 'Screening', '/screening'],
  [/^\/routes$/, 'routes', 'Routes', '/routes'],
  [/^\/changes$/, 'changes', 'Changes', '/changes'],
];

const app = document.getElementById('app');
let user = {};
let leave = () => {};
let said = { text: '', bad: false };
let connected = true;
let body = nothing;
let opened = 0;
let openid = false;
let notice = '';

/** Why the provider's sign-in has not ended well, as the address says. */
const REFUSALS = {
  expired: 'The sign-in took too long, or was begun elsewhere. Please try again.',
  denied: 'The provider has not signed you in.',
  role: 'You are signed in, but have no role for this hub.',
  failed: 'The provider cannot be reached, or its answer is not right; the hub\'s log says more.',
};

function frame() {
  const here = location.pathname;
  render(user.name ? html`
    <a class="skip" href="#main">Skip to the content</a>
    <header>
      <a class="brand" href="/">VMN Hub</a>
      <nav aria-label="Pages"><ul>
        ${PAGES.filter(([, , name]) => name).map(([, , name, href]) => html`<li><a href=${href}
          aria-current=${(href === '/' ? here === '/' : here.startsWith(href)) ? 'page' : nothing}>${name}</a></li>`)}
      </ul></nav>
      <div class="who">
        <span>${user.name} <small>${user.role}</small></span>
        <button type="button" @click=${out}>Sign out</button>
      </div>
    </header>
    ${connected ? nothing : html`<p class="banner bad" role="alert">The hub does not answer. Trying again.</p>`}
    <p class="banner ${said.bad ? 'bad' : 'good'}" role="status" ?hidden=${!said.text}>${said.text}</p>
    <main id="main" tabindex="-1">${body}</main>
    <footer>Times are those of ${ZONE}.</footer>
  ` : html`
    <main id="main" class="sign-in">
      <h1>VMN Hub</h1>
      ${notice ? html`<p role="status">${notice}</p>` : nothing}
      <form @submit=${enter}>
        <label class="field">Management token
          <input name="token" type="password" autocomplete="current-password" required autofocus maxlength="500">
        </label>
        <button type="submit" class="primary">Sign in</button>
        <p class="banner bad" role="alert" ?hidden=${!said.text}>${said.text}</p>
      </form>
      ${openid ? html`<p><a href="/manage/v1/session/openid">Sign in by your organisation</a></p>` : nothing}
    </main>`, app);
}

async function enter(event) {
  event.preventDefault();
  try {
    user = await signIn(new FormData(event.target).get('token'));
    said = { text: '', bad: false };
    notice = '';
    await show();
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
  } catch (problem) {
    said = { text: `You are not signed out: ${problem.message}`, bad: true };
    frame();
  }
}

async function expired() {
  if (user.name) {
    await signedOut();
    notice = 'Your session has ended. Sign in to go on where you were.';
    frame();
  }
}

async function signedOut() {
  said = { text: '', bad: false };
  leave();
  leave = () => {};
  close();
  user = {};
  body = nothing;
  connected = true;
  openid = Boolean((await session()).openid);
  frame();
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
          if (connected !== open) {
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
    /** A part of a page, which goes without it when it cannot be had. */
    async part(asked, otherwise) {
      try {
        return await asked;
      } catch (problem) {
        if (current() && user.name) {
          said = { text: problem.message, bad: true };
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

async function show() {
  const number = ++opened;
  leave();
  leave = () => {};
  close();
  const found = PAGES.map(([pattern, name]) => [location.pathname.match(pattern), name]).find(([match]) => match);
  if (!found) {
    body = html`<h1>There is no such page</h1>`;
    frame();
    return;
  }
  let page;
  try {
    page = await import(`./pages/${found[1]}.js`);
  } catch (failure) {
    said = { text: 'The hub does not answer; the page cannot be loaded. Reload it later.', bad: true };
    frame();
    return;
  }
  if (number !== opened) {
    return;
  }
  document.title = `${page.title} · VMN Hub`;
  const loading = html`<h1>${page.title}</h1><p>Loading.</p>`;
  body = loading;
  frame();
  document.querySelector('nav [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  const params = found[0].slice(1).map(decodeURIComponent);
  const seen = view(number, params);
  let end;
  try {
    end = await page.open(seen);
  } catch (problem) {
    if (user.name && number === opened) {
      said = { text: problem.message, bad: true };
      frame();
    }
  }
  if (number === opened && body === loading) { // the banner says why
    body = html`<h1>${page.title}</h1>`;
    frame();
  }
  if (number === opened) {
    leave = end ?? (() => {});
  } else if (end) {
    end();
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

user = await session();
openid = Boolean(user.openid);
if (!user.name && user.guest) {
  user = await signIn('');
}
const refusal = new URLSearchParams(location.search).get('signin');
if (!user.name && refusal) {
  said = { text: REFUSALS[refusal] ?? REFUSALS.failed, bad: true };
  history.replaceState(null, '', '/');
}
if (user.name) {
  await show();
} else {
  frame();
}
