// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.camel.PropertyBindingException;

/** The keys that Camel's main class lists of itself; those of components are their own. */
public final class CamelKeys {

    private static final String LIST = "META-INF/camel-main-configuration-metadata.json";

    private CamelKeys() {}

    /** What is wrong with a key that Camel has refused. Its value is not repeated: it may be a secret. */
    public static String problem(String key, Throwable refusal) {
        Throwable binding = refusal;
        while (binding != null && !(binding instanceof PropertyBindingException)) {
            binding = binding.getCause();
        }
        if (binding != null && binding.getCause() != null) {
            return key
                    + ": its value is not of the kind that Camel wants here: a number, a duration, true or "
                    + "false, or one of some words";
        }
        return "Camel has no key " + key + DidYouMean.question(key, all());
    }

    private static List<String> all() {
        List<String> names = new ArrayList<>();
        try (InputStream list = CamelKeys.class.getClassLoader().getResourceAsStream(LIST)) {
            if (list == null) {
                throw new IllegalStateException("Camel's library has no " + LIST);
            }
            for (JsonNode property : new ObjectMapper().readTree(list).path("properties")) {
                names.add(kebab(property.path("name").asText()));
            }
            return names;
        } catch (IOException e) {
            throw new UncheckedIOException(LIST + " cannot be read", e);
        }
    }

    private static String kebab(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
