// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** A YAML file as nodes that know their lines, and the findings in it. */
final class KameletYaml {

    private final Path path;
    private final List<Finding> findings;
    private final List<Node> documents = new ArrayList<>();

    /** Reads {@code path}; what cannot be read as YAML becomes a finding and no documents. */
    KameletYaml(Path path, List<Finding> findings) throws IOException {
        this.path = path;
        this.findings = findings;
        try {
            new Compose(LoadSettings.builder().setLabel(path.toString()).build())
                    .composeAllFromString(Files.readString(path))
                    .forEach(documents::add);
        } catch (MarkedYamlEngineException e) {
            documents.clear();
            found(e.getProblemMark().map(Mark::getLine).orElse(0) + 1, "not YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            documents.clear();
            found(1, "not YAML: " + e.getMessage());
        }
    }

    Path path() {
        return path;
    }

    List<Node> documents() {
        return documents;
    }

    void found(Node node, String message) {
        found(line(node), message);
    }

    void found(int line, String message) {
        findings.add(new Finding(path, line, message));
    }

    static int line(Node node) {
        return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
    }

    /** The entries of a mapping by their keys, in order; none when {@code node} is not a mapping. */
    static Map<String, Node> entries(Node node) {
        Map<String, Node> entries = new LinkedHashMap<>();
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                text(tuple.getKeyNode()).ifPresent(key -> entries.put(key, tuple.getValueNode()));
            }
        }
        return entries;
    }

    /** The node at the end of {@code keys}. */
    static Optional<Node> at(Node node, String... keys) {
        Node current = node;
        for (String key : keys) {
            current = entries(current).get(key);
            if (current == null) {
                return Optional.empty();
            }
        }
        return Optional.of(current);
    }

    /** The text of a scalar. */
    static Optional<String> text(Node node) {
        return node instanceof ScalarNode scalar ? Optional.of(scalar.getValue()) : Optional.empty();
    }
}
