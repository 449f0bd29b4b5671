// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.screening;

/**
 * From when on the queries of the time that counts are all known.
 *
 * @param from epoch milliseconds; {@link Long#MAX_VALUE} for never
 * @param within the time that counts, milliseconds
 */
record Completeness(long from, long within) {

    static final Completeness NEVER = new Completeness(Long.MAX_VALUE, 0);

    boolean ever() {
        return from != Long.MAX_VALUE;
    }
}
