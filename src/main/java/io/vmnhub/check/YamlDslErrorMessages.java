// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmnhub.config.DidYouMean;
import io.vmnhub.config.Finding;
import io.vmnhub.config.Position;
import io.vmnhub.config.YamlFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.dsl.yaml.common.exception.InvalidEnumException;
import org.apache.camel.dsl.yaml.common.exception.UnknownNodeIdException;
import org.apache.camel.dsl.yaml.common.exception.UnsupportedFieldException;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** What Camel's YAML reader refuses, in the words of whoever wrote the file. */
final class YamlDslErrorMessages {

    private static final String SCHEMA = "schema/camelYamlDsl.json";
    private static final String STEPS = "/items/definitions/org.apache.camel.model.ProcessorDefinition/properties";

    private YamlDslErrorMessages() {}

    /** The finding; empty when the failure is not the reader's. */
    static Optional<Finding> finding(YamlFile file, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof MarkedYamlEngineException marked) {
                int line = marked.getProblemMark().map(Mark::getLine).orElse(0) + 1;
                return Optional.of(finding(file, marked, line));
            }
        }
        return Optional.empty();
    }

    private static Finding finding(YamlFile file, MarkedYamlEngineException refusal, int line) {
        String problem = String.valueOf(refusal.getProblem());
        String word = problem.substring(problem.lastIndexOf(':') + 1).strip();
        if (refusal instanceof UnknownNodeIdException || refusal instanceof UnsupportedFieldException) {
            Position at = keyPosition(file, word, line);
            String message = refusal instanceof UnknownNodeIdException
                    ? "there is no step " + word
                    : "there is no key " + word + " here";
            return Finding.of(
                    file.path(),
                    at.line(),
                    message
                            + DidYouMean.to(word, words(refusal instanceof UnknownNodeIdException))
                                    .map(near -> "; did you mean " + near + "?")
                                    .orElse(""));
        }
        if (refusal instanceof InvalidEnumException) {
            return Finding.of(file.path(), line, "'" + word + "' is none of the words that may stand here");
        }
        return Finding.of(file.path(), line, problem);
    }

    /** The reader marks the value; the key, which is wrong, stands before it. */
    private static Position keyPosition(YamlFile file, String key, int line) {
        List<Position> positions = new ArrayList<>();
        keys(file, file.json(), "", key, positions);
        return positions.stream()
                .filter(position -> position.line() <= line)
                .max(Position::compareTo)
                .orElse(new Position(line, 0));
    }

    private static void keys(YamlFile file, JsonNode node, String pointer, String key, List<Position> positions) {
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            keys(file, node.get(i), pointer + "/" + i, key, positions);
        }
        node.fields().forEachRemaining(field -> {
            String inner = pointer + "/" + field.getKey().replace("~", "~0").replace("/", "~1");
            if (field.getKey().equals(key)) {
                positions.add(file.position(inner));
            }
            keys(file, field.getValue(), inner, key, positions);
        });
    }

    /** The steps, or the keys that steps commonly have. */
    private static List<String> words(boolean steps) {
        List<String> words = new ArrayList<>();
        try (InputStream schema = YamlDslErrorMessages.class.getClassLoader().getResourceAsStream(SCHEMA)) {
            if (schema == null) {
                throw new IllegalStateException("the library of Camel's YAML reader has no " + SCHEMA);
            }
            JsonNode all = new ObjectMapper().readTree(schema);
            if (steps) {
                all.at(STEPS).fieldNames().forEachRemaining(words::add);
            } else {
                words.addAll(List.of("steps", "from", "uri", "parameters", "id", "description"));
                all.at("/items/definitions")
                        .forEach(definition ->
                                definition.path("properties").fieldNames().forEachRemaining(words::add));
            }
            return words;
        } catch (IOException e) {
            throw new UncheckedIOException(SCHEMA + " cannot be read", e);
        }
    }
}
