// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.screening;

import java.util.Locale;

/** What the lists say of an SMSC; the earlier constant wins where two addresses disagree. */
public enum Colour {
    BLACK,
    GRAY,
    UNLISTED,
    WHITE;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** As files and headers have it. */
    public String word() {
        return word;
    }
}
