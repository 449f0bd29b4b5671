// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.reload;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Which Kamelets, properties and files the values of a piece of YAML name. */
final class Mentions {

    private final List<String> values = new ArrayList<>();

    Mentions(JsonNode piece) {
        collect(piece);
    }

    private void collect(JsonNode node) {
        if (node.isValueNode()) {
            values.add(node.asText());
        }
        node.forEach(this::collect);
    }

    boolean anyKamelet(Set<String> names) {
        return names.stream().anyMatch(name -> {
            Pattern use = Pattern.compile("(^|\\W)kamelet:(//)?" + Pattern.quote(name) + "($|[^\\w-])");
            return values.stream()
                    .anyMatch(value -> value.equals(name) || use.matcher(value).find());
        });
    }

    /** Whether a value is, or begins with, the URI of such a component. */
    boolean anyScheme(Set<String> schemes) {
        return schemes.stream().anyMatch(scheme -> values.stream().anyMatch(value -> value.startsWith(scheme + ":")));
    }

    /** Whether a value names a class that {@code loader} does not have. */
    boolean anyClassBeyond(ClassLoader loader) {
        return values.stream()
                .filter(value -> value.startsWith("#class:"))
                .map(value -> value.substring(7).split("\\(", 2)[0].trim())
                .anyMatch(name -> loader.getResource(name.replace('.', '/') + ".class") == null);
    }

    boolean anyProperty(Set<String> keys) {
        return keys.stream().anyMatch(key -> {
            Pattern use = Pattern.compile("\\{\\{[?!]?" + Pattern.quote(key) + "[:}]");
            return values.stream().anyMatch(value -> use.matcher(value).find());
        });
    }

    /** @param names of files without their folders */
    boolean anyFile(Set<String> names) {
        return names.stream().anyMatch(name -> {
            Pattern use = Pattern.compile("(^|[^\\w.~-])" + Pattern.quote(name) + "($|[^\\w.~-])");
            return values.stream().anyMatch(value -> use.matcher(value).find());
        });
    }
}
