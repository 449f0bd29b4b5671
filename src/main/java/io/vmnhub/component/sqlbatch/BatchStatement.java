// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.sqlbatch;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.camel.component.sql.DefaultSqlPrepareStatementStrategy;

/**
 * An SQL statement with parameters as camel-sql writes them, {@code :#name}, {@code :#${simple}} and
 * {@code :#$simple{simple}}, or as {@code :name}. What stands in quotes or comments, after another colon (PostgreSQL's
 * casts) or behind a letter or digit is not a parameter.
 *
 * @param sql the statement with question marks, as JDBC wants it
 * @param parameters in their order
 */
record BatchStatement(String sql, List<Parameter> parameters) {

    private static final Pattern POSITIONAL = Pattern.compile("[(,]\\s*#\\s*[,)]");

    /**
     * One parameter.
     *
     * @param text the name, or the expression with its braces
     * @param plain written without {@code #}: a field of the message or one of Camel's headers
     */
    record Parameter(String text, boolean plain) {

        boolean isExpression() {
            return text.startsWith("$");
        }
    }

    BatchStatement {
        parameters = List.copyOf(parameters);
    }

    /**
     * Reads a statement.
     *
     * @throws IllegalArgumentException when it has a parameter that a batch cannot have, or that camel-sql reads
     *     otherwise
     */
    static BatchStatement parse(String text) {
        StringBuilder sql = new StringBuilder(text.length());
        StringBuilder named = new StringBuilder(text.length());
        StringBuilder unquoted = new StringBuilder(text.length());
        List<Parameter> parameters = new ArrayList<>();
        int i = 0;
        while (i < text.length()) {
            int end = endOfSkipped(text, i);
            if (end == i && startsParameter(text, i)) {
                Parameter parameter = parameter(text, i);
                parameters.add(parameter);
                sql.append('?');
                named.append(":?").append(parameter.text());
                i += parameter.text().length() + (parameter.plain() ? 1 : 2);
                continue;
            }
            if (end == i && text.charAt(i) == '?') {
                throw new IllegalArgumentException(
                        "sql-batch: a question mark at " + i + "; name the parameters, as :#messageId");
            }
            if (end == i) {
                unquoted.append(text.charAt(i));
            }
            end = Math.max(end, i + 1);
            sql.append(text, i, end);
            named.append(text, i, end);
            i = end;
        }
        if (POSITIONAL.matcher(unquoted).find()) {
            throw new IllegalArgumentException(
                    "sql-batch: a parameter # without a name; name the parameters, as :#messageId");
        }
        return asCamelReads(new BatchStatement(sql.toString(), parameters), named.toString());
    }

    private static BatchStatement asCamelReads(BatchStatement statement, String named) {
        try {
            String prepared = new DefaultSqlPrepareStatementStrategy().prepareQuery(named, true, null);
            if (!prepared.equals(statement.sql())) {
                throw new IllegalArgumentException(
                        "sql-batch: camel-sql reads the statement as " + prepared + ", which is not " + statement.sql()
                                + ": is there a quoted text or a comment that looks like a parameter?");
            }
            return statement;
        } catch (SQLException e) {
            throw new IllegalArgumentException("sql-batch: " + e.getMessage(), e);
        }
    }

    private static boolean startsParameter(String text, int i) {
        if (text.charAt(i) != ':' || i + 1 == text.length()) {
            return false;
        }
        if (text.charAt(i + 1) == '#' || text.charAt(i + 1) == '?') {
            return true;
        }
        return Character.isJavaIdentifierStart(text.charAt(i + 1))
                && (i == 0 || !Character.isLetterOrDigit(text.charAt(i - 1)));
    }

    private static Parameter parameter(String text, int colon) {
        boolean plain = Character.isJavaIdentifierStart(text.charAt(colon + 1));
        int start = plain ? colon + 1 : colon + 2;
        if (!plain && text.startsWith("in:", start)) {
            throw new IllegalArgumentException(
                    "sql-batch: :#in: at " + colon + ": a list has another number of values with each message, so that "
                            + "its rows cannot share a statement; use sql: for it");
        }
        if (!plain && (text.startsWith("${", start) || text.startsWith("$simple{", start))) {
            return new Parameter(text.substring(start, closingBrace(text, text.indexOf('{', start)) + 1), false);
        }
        int end = start;
        while (end < text.length() && isPartOfName(text.charAt(end), plain)) {
            end++;
        }
        if (end == start) {
            throw new IllegalArgumentException("sql-batch: a parameter without a name at " + colon
                    + "; write it as :#messageId or :#${body.text}");
        }
        return new Parameter(text.substring(start, end), plain);
    }

    private static boolean isPartOfName(char c, boolean plain) {
        return plain ? Character.isJavaIdentifierPart(c) : c == '_' || c < 128 && Character.isLetterOrDigit(c);
    }

    private static int closingBrace(String text, int open) {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            depth += text.charAt(i) == '{' ? 1 : text.charAt(i) == '}' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        throw new IllegalArgumentException(
                "sql-batch: the expression that begins at " + open + " has no closing brace");
    }

    /** Where a quoted part, a comment or a double colon that begins at {@code i} ends; {@code i} when there is none. */
    private static int endOfSkipped(String text, int i) {
        char c = text.charAt(i);
        if (c == '\'' || c == '"') {
            return after(text, String.valueOf(c), i + 1);
        }
        if (text.startsWith("--", i)) {
            return after(text, "\n", i);
        }
        if (text.startsWith("/*", i)) {
            return after(text, "*/", i + 2);
        }
        return text.startsWith("::", i) ? i + 2 : i;
    }

    private static int after(String text, String what, int from) {
        int found = text.indexOf(what, from);
        return found < 0 ? text.length() : found + what.length();
    }
}
