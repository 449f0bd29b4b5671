// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The statements of a {@code .sql} resource, each after a line {@code -- name: …}; other comments that fill a line are
 * left out. Read once. Immutable.
 */
public final class SqlFile {

    private static final Pattern NAME = Pattern.compile("(?m)^-- name: (.+)$");

    private final String file;
    private final Map<String, String> statements = new LinkedHashMap<>();

    /**
     * @param place a class of the package that has the resource
     * @param name of the resource, such as {@code inbox.sql}
     * @throws IllegalArgumentException when there is no such resource, or a name stands in it twice
     */
    public SqlFile(Class<?> place, String name) {
        file = place.getPackageName().replace('.', '/') + "/" + name;
        try (InputStream in = place.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("the resource " + file + " is missing");
            }
            read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("the resource " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private void read(String text) {
        Matcher names = NAME.matcher(text);
        boolean more = names.find();
        while (more) {
            String name = names.group(1).strip();
            int begin = names.end();
            more = names.find();
            String statement = text.substring(begin, more ? names.start() : text.length())
                    .lines()
                    .filter(line -> !line.startsWith("--"))
                    .collect(Collectors.joining("\n"))
                    .strip();
            if (statement.isEmpty() || statements.put(name, statement) != null) {
                throw new IllegalArgumentException(file + " has no one statement named '" + name + "'");
            }
        }
    }

    /** @throws IllegalArgumentException when the file has none of that name */
    public String get(String name) {
        String statement = statements.get(name);
        if (statement == null) {
            throw new IllegalArgumentException(
                    file + " has no statement named '" + name + "', only " + statements.keySet());
        }
        return statement;
    }

    /**
     * A statement with a part that is made while the hub runs, such as conditions.
     *
     * @param place the comment in the statement that the part takes the place of, such as {@code where}
     */
    public String get(String name, String place, String part) {
        return get(name).replace("/*" + place + "*/", part).strip();
    }
}
