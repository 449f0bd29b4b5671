// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.webhook;

import java.util.regex.Pattern;

/**
 * Where a value stands in a row of comma-separated values.
 *
 * @param quoted whether the template has quotes around it
 * @param first whether its field begins with it, so that a spreadsheet would take it for a formula
 */
record CsvPlace(boolean quoted, boolean first) {

    private static final Pattern NEEDS_QUOTES = Pattern.compile("[\",;\\t\\r\\n]|^\\s|\\s$");
    /** What a spreadsheet calculates, in the letters of East Asian keyboards too. */
    private static final Pattern FORMULA = Pattern.compile("\\s*[=+\\-@\\t\\r\\uFF1D\\uFF0B\\uFF0D\\uFF20]");

    /** @throws IllegalArgumentException when it is neither a whole field nor between quotes */
    static CsvPlace of(String template, int start, int end) {
        if (template.substring(0, start).chars().filter(c -> c == '"').count() % 2 == 1) {
            return new CsvPlace(true, template.charAt(start - 1) == '"');
        }
        boolean begins = start == 0 || ",;\t\r\n".indexOf(template.charAt(start - 1)) >= 0;
        boolean ends = end == template.length() || ",;\t\r\n".indexOf(template.charAt(end)) >= 0;
        if (!begins || !ends) {
            throw new IllegalArgumentException("the template has " + template.substring(start, end)
                    + " beside other text in one field of text/csv: put quotes around the field");
        }
        return new CsvPlace(false, true);
    }

    /** A formula gets an apostrophe, by which spreadsheets show it as the text that it is. */
    String of(String value) {
        String harmless = first && FORMULA.matcher(value).lookingAt() ? "'" + value : value;
        String escaped = ValueEscaping.CSV.escape(harmless);
        return !quoted && NEEDS_QUOTES.matcher(harmless).find() ? '"' + escaped + '"' : escaped;
    }
}
