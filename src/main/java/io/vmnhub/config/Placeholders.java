// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces <code>{{env:NAME}}</code>, <code>{{env:NAME:default}}</code>, <code>{{file:path}}</code>, <code>{{property}}
 * </code> and <code>{{property:default}}</code> in every single value. What comes from the environment or a file counts
 * as a secret.
 */
final class Placeholders {

    private static final String OPEN = "{{";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(.*?)}}", Pattern.DOTALL);
    private static final Pattern NAMED =
            Pattern.compile("(env:)?([A-Za-z0-9_.-]+)(?::((?:(?!\\{\\{).)*))?", Pattern.DOTALL);
    private static final String FILE = "file:";
    private static final long MOST_BYTES_OF_A_FILE = 1_000_000;

    private final Path folder;
    private final Function<String, Optional<String>> properties;
    private final Function<String, Optional<String>> environment;

    /** @param folder what the paths in <code>{{file:…}}</code> are relative to */
    Placeholders(
            Path folder,
            Function<String, Optional<String>> properties,
            Function<String, Optional<String>> environment) {
        this.folder = folder;
        this.properties = properties;
        this.environment = environment;
    }

    YamlFile resolve(YamlFile file, Problems problems) {
        return new YamlFile(file.path(), resolve(file.root(), "", problems));
    }

    /** What holds no placeholder is kept as it is: a long list of numbers need not be held twice. */
    private YamlNode resolve(YamlNode node, String pointer, Problems problems) {
        if (node instanceof YamlNode.Mapping mapping) {
            Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
            boolean changed = false;
            for (Map.Entry<String, YamlNode.Entry> keyed : mapping.entries().entrySet()) {
                YamlNode.Entry entry = keyed.getValue();
                YamlNode value = resolve(entry.value(), pointer + "/" + YamlPlace.escaped(keyed.getKey()), problems);
                changed |= value != entry.value();
                entries.put(keyed.getKey(), new YamlNode.Entry(entry.key(), value));
            }
            return !changed ? mapping : new YamlNode.Mapping(mapping.position(), entries, mapping.size());
        }
        if (node instanceof YamlNode.Sequence sequence) {
            List<YamlNode> items = new ArrayList<>();
            boolean changed = false;
            for (YamlNode item : sequence.items()) {
                items.add(resolve(item, pointer + "/" + items.size(), problems));
                changed |= items.get(items.size() - 1) != item;
            }
            return !changed ? sequence : new YamlNode.Sequence(sequence.position(), items, sequence.size());
        }
        YamlNode.Scalar scalar = (YamlNode.Scalar) node;
        if (!scalar.text().contains(OPEN)) {
            return scalar;
        }
        try {
            return resolve(scalar);
        } catch (Unresolved e) {
            problems.add(scalar.position(), pointer, YamlPlace.about(pointer, e.getMessage()));
            return scalar;
        }
    }

    private YamlNode.Scalar resolve(YamlNode.Scalar scalar) throws Unresolved {
        Matcher matcher = PLACEHOLDER.matcher(scalar.text());
        StringBuilder text = new StringBuilder();
        boolean secret = false;
        int end = 0;
        while (matcher.find()) {
            Replacement replacement = replacement(matcher.group(1).strip());
            text.append(scalar.text(), end, matcher.start()).append(replacement.text());
            secret |= replacement.secret();
            end = matcher.end();
        }
        String rest = scalar.text().substring(end);
        if (rest.contains(OPEN)) {
            throw new Unresolved("the placeholder in '" + scalar.text() + "' is not closed by '}}'");
        }
        if (text.indexOf(OPEN) >= 0) {
            throw new Unresolved(
                    "what '" + scalar.text() + "' stands for holds '{{' itself: a value is replaced only once");
        }
        return new YamlNode.Scalar(scalar.position(), text.append(rest).toString(), true, secret);
    }

    private Replacement replacement(String placeholder) throws Unresolved {
        if (placeholder.startsWith(FILE)) {
            return new Replacement(content(placeholder.substring(FILE.length()).strip()), true);
        }
        Matcher named = NAMED.matcher(placeholder);
        if (!named.matches()) {
            throw new Unresolved(
                    "'{{" + placeholder + "}}' is not a placeholder: {{property}}, {{property:default}}, {{env:NAME}}, "
                            + "{{env:NAME:default}} and {{file:path}} are");
        }
        boolean fromEnvironment = named.group(1) != null;
        String name = named.group(2);
        Optional<String> value = (fromEnvironment ? environment : properties).apply(name);
        if (value.isPresent()) {
            return new Replacement(value.get(), fromEnvironment);
        }
        if (named.group(3) != null) {
            return new Replacement(named.group(3), false);
        }
        throw new Unresolved(
                fromEnvironment
                        ? "the environment variable " + name + " is not set: set it, or give a default as in {{env:"
                                + name + ":default}}"
                        : "the property " + name
                                + " is not set: set it in application.properties, or give a default as in {{" + name
                                + ":default}}");
    }

    private String content(String name) throws Unresolved {
        try {
            Path file = folder.resolve(name);
            if (!Files.isRegularFile(file)) {
                throw new Unresolved(Files.exists(file) ? file + " is not a file" : "there is no file " + file);
            }
            if (Files.size(file) > MOST_BYTES_OF_A_FILE) {
                throw new Unresolved("the file " + file + " has more than " + MOST_BYTES_OF_A_FILE + " bytes");
            }
            return Files.readString(file).replaceFirst("\\r?\\n\\z", "");
        } catch (CharacterCodingException e) {
            throw new Unresolved("the file " + name + " is not UTF-8", e);
        } catch (NoSuchFileException e) {
            throw new Unresolved("there is no file " + name, e);
        } catch (IOException | InvalidPathException e) {
            throw new Unresolved(
                    "the file " + name + " cannot be read: " + e.getClass().getSimpleName(), e);
        }
    }

    private record Replacement(String text, boolean secret) {}

    private static final class Unresolved extends Exception {

        private static final long serialVersionUID = 1L;

        Unresolved(String message) {
            super(message);
        }

        Unresolved(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
