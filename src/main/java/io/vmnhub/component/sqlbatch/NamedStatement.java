package io.vmnhub.component.sqlbatch;

import java.util.ArrayList;
import java.util.List;

/**
 * An SQL statement whose parameters are names: {@code :messageId}. Names in quotes, in comments, after another colon (PostgreSQL's casts) or
 * behind a letter or digit are left alone.
 *
 * @param sql   the statement with question marks, as JDBC wants it
 * @param names the parameters' names, in their order
 */
record NamedStatement(String sql, List<String> names) {

    NamedStatement {
        names = List.copyOf(names);
    }

    /** @throws IllegalArgumentException when it holds a question mark outside quotes, which would shift the parameters */
    static NamedStatement parse(String text) {
        StringBuilder sql = new StringBuilder(text.length());
        List<String> names = new ArrayList<>();
        int i = 0;
        while (i < text.length()) {
            int end = endOfSkipped(text, i);
            if (end > i) {
                sql.append(text, i, end);
                i = end;
                continue;
            }
            char c = text.charAt(i);
            if (c == '?') {
                throw new IllegalArgumentException("sql: a question mark at " + i + "; name the parameters, as :messageId");
            }
            if (c == ':' && i + 1 < text.length() && Character.isJavaIdentifierStart(text.charAt(i + 1))
                    && (i == 0 || !Character.isLetterOrDigit(text.charAt(i - 1)))) {
                int last = i + 1;
                while (last < text.length() && Character.isJavaIdentifierPart(text.charAt(last))) {
                    last++;
                }
                names.add(text.substring(i + 1, last));
                sql.append('?');
                i = last;
                continue;
            }
            sql.append(c);
            i++;
        }
        return new NamedStatement(sql.toString(), names);
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
