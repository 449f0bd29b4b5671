// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management;

import java.time.Instant;

/**
 * Somebody who has signed in with a browser.
 *
 * @param id the cookie's value, a secret
 * @param csrfToken what requests that change something must have in a header, as only the console's own pages can
 * @param ends when it ends whatever happens
 */
record Session(String id, String csrfToken, Operator operator, Instant ends) {

    @Override
    public String toString() {
        return "Session[" + operator.name() + "]"; // secrets stay out of logs
    }
}
