// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.reload;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.camel.impl.engine.DefaultComponentResolver;
import org.apache.camel.impl.engine.DefaultDataFormatResolver;
import org.apache.camel.impl.engine.DefaultLanguageResolver;

/** Which Kamelets, properties and files the values of a piece of YAML name. */
final class Mentions {

    private final List<String> values = new ArrayList<>();
    private final Set<String> keys = new TreeSet<>();

    Mentions(JsonNode piece) {
        collect(piece);
    }

    private void collect(JsonNode node) {
        if (node.isValueNode()) {
            values.add(node.asText());
        }
        node.fieldNames().forEachRemaining(keys::add);
        node.forEach(this::collect);
    }

    boolean anyKamelet(Set<String> names) {
        return names.stream().anyMatch(name -> {
            Pattern use = Pattern.compile("(^|\\W)kamelet:(//)?" + Pattern.quote(name) + "($|[^\\w-])");
            return values.stream()
                    .anyMatch(value -> value.equals(name) || use.matcher(value).find());
        });
    }

    /**
     * Whether a value is the URI of a component, or the name of a class, of these jars, or a key a language of them.
     */
    boolean anyOf(JarLoader jars) {
        return values.stream()
                        .anyMatch(value -> value.startsWith("#class:")
                                ? jars.hasClass(
                                        value.substring(7).split("\\(", 2)[0].trim())
                                : jars.has(DefaultComponentResolver.RESOURCE_PATH + value.split("[:?]", 2)[0]))
                || keys.stream()
                        .anyMatch(key -> jars.has(DefaultLanguageResolver.LANGUAGE_RESOURCE_PATH + key)
                                || jars.has(DefaultDataFormatResolver.DATAFORMAT_RESOURCE_PATH + key));
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
