// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vmnhub.sms.DurationText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A group of keys in a file whose schema has been applied: gives its values and reports problems at their places. */
final class Section {

    private static final Pattern FIRST_WORD = Pattern.compile("[A-Za-z]+");

    private final YamlNode root;
    private final String pointer;
    private final JsonNode content;
    private final Problems problems;

    private Section(YamlNode root, String pointer, JsonNode content, Problems problems) {
        this.root = root;
        this.pointer = pointer;
        this.content = content;
        this.problems = problems;
    }

    static Section whole(YamlFile file, JsonNode content, Problems problems) {
        return new Section(file.root(), "", content, problems);
    }

    /** Nothing is wrong in here so far. */
    boolean sound() {
        return !problems.touch(pointer);
    }

    /** Nothing is wrong with the key or inside its value so far. */
    boolean sound(String key) {
        return !problems.touch(pointerOf(key));
    }

    boolean has(String key) {
        return content.has(key);
    }

    String text(String key) {
        return content.get(key).asText();
    }

    int integer(String key) {
        return content.get(key).intValue();
    }

    int integer(String key, int otherwise) {
        return has(key) ? integer(key) : otherwise;
    }

    OptionalInt optionalInteger(String key) {
        return has(key) ? OptionalInt.of(integer(key)) : OptionalInt.empty();
    }

    OptionalLong optionalLong(String key) {
        return has(key) ? OptionalLong.of(content.get(key).longValue()) : OptionalLong.empty();
    }

    /** The path that a value names, from the folder of the file on. */
    Optional<Path> path(String key) {
        return has(key) ? Optional.of(problems.file().resolveSibling(text(key))) : Optional.empty();
    }

    boolean isInteger(String key) {
        return content.path(key).isIntegralNumber();
    }

    /** @return empty also when the value is wrong: that is reported, and the section no longer sound */
    Optional<Duration> duration(String key) {
        if (!has(key) || !sound(key)) {
            return Optional.empty();
        }
        return build(key, () -> DurationText.parse(text(key)));
    }

    /** A constant by its name in the file: {@code ipsp-client} is {@code IPSP_CLIENT}. */
    <E extends Enum<E>> E choice(String key, Class<E> type) {
        return Enum.valueOf(type, text(key).toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    <E extends Enum<E>> E choice(String key, E otherwise) {
        return has(key) ? choice(key, otherwise.getDeclaringClass()) : otherwise;
    }

    /** Several constants by their names in the file. */
    <E extends Enum<E>> Set<E> choices(String key, Class<E> type) {
        EnumSet<E> choices = EnumSet.noneOf(type);
        texts(key)
                .forEach(word -> choices.add(
                        Enum.valueOf(type, word.toUpperCase(Locale.ROOT).replace('-', '_'))));
        return choices;
    }

    boolean flag(String key, boolean otherwise) {
        return has(key) ? content.get(key).asBoolean() : otherwise;
    }

    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        content.path(key).forEach(item -> texts.add(item.asText()));
        return texts;
    }

    List<Integer> integers(String key) {
        List<Integer> integers = new ArrayList<>();
        content.path(key).forEach(item -> integers.add(item.intValue()));
        return integers;
    }

    /** Its keys, where they are names that the file gives. */
    List<String> keys() {
        List<String> keys = new ArrayList<>();
        content.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    Section section(String key) {
        return new Section(root, pointerOf(key), content.get(key), problems);
    }

    /** The group at the key, an empty one when it is left out or no group. */
    Section part(String key) {
        return new Section(
                root,
                pointerOf(key),
                content.path(key).isObject() ? content.get(key) : JsonNodeFactory.instance.objectNode(),
                problems);
    }

    /** The groups in a list; what else may stand there the schema has complained about. */
    List<Section> sections(String key) {
        List<Section> sections = new ArrayList<>();
        JsonNode items = content.path(key);
        for (int i = 0; i < items.size() && items.isArray(); i++) {
            if (items.get(i).isObject()) {
                sections.add(new Section(root, pointerOf(key) + "/" + i, items.get(i), problems));
            }
        }
        return sections;
    }

    Path file() {
        return problems.file();
    }

    /** The line in which it begins, from 1. */
    int line() {
        return YamlPlace.find(root, pointer).position().line();
    }

    /** {@code config/ss7.yaml:12}, to point at it from another place. */
    String where() {
        return file() + ":" + line();
    }

    void problem(String message) {
        report(pointer, message);
    }

    void problem(String key, String message) {
        report(pointerOf(key), message);
    }

    void problem(String key, int index, String message) {
        report(pointerOf(key) + "/" + index, message);
    }

    /**
     * Makes a record; what its constructor refuses is reported at the key that the refusal begins with, or at this
     * section.
     */
    <T> Optional<T> build(Supplier<T> constructor) {
        try {
            return Optional.of(constructor.get());
        } catch (IllegalArgumentException e) {
            String message = hidden(String.valueOf(e.getMessage()));
            Matcher word = FIRST_WORD.matcher(message);
            if (word.lookingAt() && has(word.group())) {
                report(pointerOf(word.group()), message.substring(word.end()).stripLeading());
            } else {
                report(pointer, message);
            }
            return Optional.empty();
        }
    }

    private <T> Optional<T> build(String key, Supplier<T> constructor) {
        try {
            return Optional.of(constructor.get());
        } catch (IllegalArgumentException e) {
            report(pointerOf(key), "is " + shown(key) + ", but " + e.getMessage());
            return Optional.empty();
        }
    }

    /** A value's text for a message, without quotes. */
    String bare(String key) {
        return shown(key).replaceAll("^'|'$", "");
    }

    /** A value's text for a message. */
    String shown(String key) {
        return shownAt(pointerOf(key));
    }

    String shown(String key, int index) {
        return shownAt(pointerOf(key) + "/" + index);
    }

    private String shownAt(String at) {
        YamlNode node = YamlPlace.find(root, at).node();
        return node instanceof YamlNode.Scalar scalar ? scalar.shown() : node.kind();
    }

    /** Whether something in here came from the environment or another file. */
    boolean secret() {
        return !secrets(YamlPlace.find(root, pointer).node()).isEmpty();
    }

    private String hidden(String message) {
        String hidden = message;
        for (String secret : secrets(YamlPlace.find(root, pointer).node())) {
            hidden = hidden.replaceAll("(?<![A-Za-z0-9])" + Pattern.quote(secret) + "(?![A-Za-z0-9])", "«(secret)»");
        }
        return hidden;
    }

    private static Set<String> secrets(YamlNode node) {
        Set<String> secrets = new HashSet<>();
        if (node instanceof YamlNode.Mapping mapping) {
            mapping.entries().values().forEach(entry -> secrets.addAll(secrets(entry.value())));
        } else if (node instanceof YamlNode.Sequence sequence) {
            sequence.items().forEach(item -> secrets.addAll(secrets(item)));
        } else if (node instanceof YamlNode.Scalar scalar && scalar.secret()) {
            secrets.add(scalar.text());
            secrets.add(scalar.text().replaceFirst("^\\+", ""));
        }
        secrets.remove("");
        return secrets;
    }

    private void report(String at, String message) {
        problems.add(YamlPlace.find(root, at).position(), at, YamlPlace.about(at, message));
    }

    private String pointerOf(String key) {
        return pointer + "/" + YamlPlace.escaped(key);
    }
}
