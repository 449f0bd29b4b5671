// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;

/**
 * A YAML 1.2 file that remembers in which line each of its values stands, so that whoever finds a value wrong can say
 * where. Immutable. Aliases are written out; duplicate keys, several documents, more than 64 levels and aliases that
 * grow without measure are refused.
 */
public final class YamlFile {

    /** What a file may have at most, unless its reader allows more. */
    static final long MOST_BYTES = 4_000_000;

    private final Path path;
    private final YamlNode root;

    YamlFile(Path path, YamlNode root) {
        this.path = path;
        this.root = root;
    }

    /** @throws ConfigException when the file is missing, not UTF-8, not YAML, or empty */
    public static YamlFile read(Path file) {
        Problems problems = new Problems(file);
        Optional<YamlFile> read = read(problems, MOST_BYTES);
        if (!problems.none()) {
            throw new ConfigException(problems.list());
        }
        return read.orElseThrow();
    }

    /** @return empty when nothing can be read at all; what was wrong has been reported */
    static Optional<YamlFile> read(Problems problems, long mostBytes) {
        return new SourceText(problems, mostBytes).read().flatMap(text -> compose(text, problems));
    }

    private static Optional<YamlFile> compose(String text, Problems problems) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(problems.file().toString())
                .setCodePointLimit(Integer.MAX_VALUE) // the size of the file has been looked at already
                .build();
        try {
            Optional<YamlNode> root = new YamlComposer(text, settings, problems).document();
            if (root.isEmpty()) {
                problems.add(new Position(1, 0), "", "the file is empty");
            }
            return root.map(node -> new YamlFile(problems.file(), node));
        } catch (YamlComposer.Refusal e) {
            problems.add(e.position(), "", e.getMessage());
        } catch (MarkedYamlEngineException e) {
            Position position = e.getProblemMark()
                    .or(e::getContextMark)
                    .map(mark -> new Position(mark.getLine() + 1, mark.getColumn() + 1))
                    .orElse(Position.WHOLE_FILE);
            problems.add(position, "", sentence(e));
        } catch (ReaderException e) {
            Position position = SourceText.end(text.substring(0, text.offsetByCodePoints(0, e.getPosition())));
            problems.add(position, "", String.format("the character U+%04X may not stand in YAML", e.getCodePoint()));
        }
        return Optional.empty();
    }

    private static String sentence(MarkedYamlEngineException e) {
        String problem = String.valueOf(e.getProblem());
        Optional<String> known = YamlErrorMessages.sentence(
                problem, e.getContext(), e.getContextMark().map(mark -> mark.getLine() + 1));
        if (known.isPresent()) {
            return known.get();
        }
        String context = e.getContext() == null
                ? ""
                : " (" + e.getContext()
                        + e.getContextMark()
                                .map(mark -> ", which begins in line " + (mark.getLine() + 1))
                                .orElse("") + ")";
        return "not YAML: " + problem + context;
    }

    /** As the caller named it. */
    public Path path() {
        return path;
    }

    /** The content as YAML 1.2 reads it, placeholders untouched. */
    public JsonNode json() {
        return json(root);
    }

    /**
     * Where a value begins.
     *
     * @param pointer JSON pointer (RFC 6901); where it leads to nothing, the place of the last value on the way is
     *     given
     */
    public Position position(String pointer) {
        return YamlPlace.find(root, pointer).position();
    }

    /** The JSON pointer (RFC 6901) of an entry in the group that {@code group} points to. */
    public static String pointer(String group, String key) {
        return group + "/" + YamlPlace.escaped(key);
    }

    /** An error about the value at a JSON pointer. */
    public Finding error(String pointer, String message) {
        return Finding.of(path, position(pointer), message);
    }

    YamlNode root() {
        return root;
    }

    private static JsonNode json(YamlNode node) {
        if (node instanceof YamlNode.Mapping mapping) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            mapping.entries().forEach((key, entry) -> object.set(key, json(entry.value())));
            return object;
        }
        if (node instanceof YamlNode.Sequence sequence) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            sequence.items().forEach(item -> array.add(json(item)));
            return array;
        }
        return ((YamlNode.Scalar) node).json();
    }
}
