// The form by which operators and viewers sign in.

import { html, nothing } from './lib/lit-html.js';
import { field } from './parts.js';

/** Why the provider's sign-in has not ended well, as the address says. */
const REFUSALS = {
  expired: 'The sign-in took too long, or was begun elsewhere. Please try again.',
  denied: 'The provider has not signed you in.',
  role: 'You are signed in, but have no role for this hub.',
  failed: 'The provider cannot be reached, or its answer is not right; the hub\'s log says more.',
};

/** What the provider's sign-in has come to, taken from the address; empty when there was none. */
export function refusal() {
  const word = new URLSearchParams(location.search).get('signin');
  if (!word) {
    return '';
  }
  history.replaceState(null, '', '/');
  return REFUSALS[word] ?? REFUSALS.failed;
}

/**
 * @param enter signs in by the form
 * @param notice why it is shown again
 * @param problem why nobody is signed in by it
 * @param openid whether there is a provider
 * @param guest opens the console without a token; null where it takes one
 */
export function form({ enter, notice, problem, openid, guest }) {
  return html`
    <main id="main" class="sign-in">
      <h1>VMN Hub</h1>
      ${notice ? html`<p role="status">${notice}</p>` : nothing}
      <form @submit=${enter}>
        ${field('Management token', 'token', {
          type: 'password', autocomplete: 'current-password', required: true, maxlength: 500,
        })}
        <button type="submit" class="primary">Sign in</button>
        <div role="alert">${problem ? html`<p class="banner bad">${problem}</p>` : nothing}</div>
      </form>
      ${openid ? html`<p><a href="/manage/v1/session/openid">Sign in by your organisation</a></p>` : nothing}
      ${guest ? html`<p><button type="button" @click=${guest}>Go on without a token</button></p>` : nothing}
    </main>`;
}
