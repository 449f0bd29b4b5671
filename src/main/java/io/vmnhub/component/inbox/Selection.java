// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.inbox;

import io.vmnhub.database.SqlText;
import java.util.Locale;

/**
 * Some of an application's messages.
 *
 * @param number only those to this number, digits without plus; empty for all
 * @param firstWord only those that begin with this word, in capitals; empty for all
 */
public record Selection(String application, String number, String firstWord) {

    private static final int LONGEST_WORD = 200;

    /** The first word of a text, in capitals, by which subscriptions choose, as it stands in the database. */
    public static String firstWord(String text) {
        String word = text.strip().split("\\s+", 2)[0].toUpperCase(Locale.ROOT);
        return SqlText.of(word, LONGEST_WORD);
    }
}
