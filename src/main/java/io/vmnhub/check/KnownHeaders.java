// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmnhub.config.DidYouMean;
import io.vmnhub.exchange.SmsConstants;
import io.vmnhub.exchange.Ss7MapConstants;
import io.vmnhub.inbound.ScreeningConstants;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.camel.Exchange;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;

/**
 * The headers that messages may have: those of the hub, which are all known, and those of Camel and its components,
 * which others may add to.
 */
final class KnownHeaders {

    private static final String CAMEL = "Camel";
    private static final List<String> HUB_PREFIXES = List.of(CAMEL + "Sms", CAMEL + "Ss7Map");
    private static final List<String> PREFIXES = List.of(CAMEL + "Sms", CAMEL + "Ss7Map", CAMEL);

    /** Headers by their names in lower case, as Camel compares them. */
    private final Map<String, String> hub = new TreeMap<>();

    private final Map<String, String> camel = new TreeMap<>();
    private final Set<String> set = new TreeSet<>();

    /** @param uses whose components may have headers of their own */
    KnownHeaders(List<EndpointUse> uses) {
        for (Class<?> constants : List.of(SmsConstants.class, Ss7MapConstants.class, ScreeningConstants.class)) {
            add(constants, hub);
        }
        add(Exchange.class, camel);
        CamelCatalog catalog = new DefaultCamelCatalog(true);
        uses.stream()
                .map(EndpointUse::scheme)
                .distinct()
                .flatMap(scheme -> Optional.ofNullable(catalog.componentJSonSchema(scheme)).stream())
                .forEach(this::addComponent);
    }

    private static void add(Class<?> constants, Map<String, String> names) {
        try {
            for (Field field : constants.getFields()) {
                if (field.getType() == String.class) {
                    add((String) field.get(null), names);
                }
            }
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(constants + " cannot be read", e);
        }
    }

    private static void add(String name, Map<String, String> names) {
        if (name.startsWith(CAMEL)) {
            names.put(name.toLowerCase(Locale.ROOT), name);
        }
    }

    private void addComponent(String json) {
        try {
            JsonNode component = new ObjectMapper().readTree(json);
            component.path("headers").fieldNames().forEachRemaining(name -> add(name, camel));
        } catch (IOException e) {
            throw new UncheckedIOException("Camel's catalogue cannot be read", e);
        }
    }

    /** A header that a route sets: others may read it. */
    void set(String name) {
        set.add(name.toLowerCase(Locale.ROOT));
    }

    /** What is wrong with a header of the hub that is read. */
    Optional<String> problem(String name) {
        return !isHub(name) || isKnown(name) || set.contains(name.toLowerCase(Locale.ROOT))
                ? Optional.empty()
                : Optional.of("there is no header " + name
                        + nearest(name, hub.values())
                                .map(near -> "; did you mean " + near + "?")
                                .orElse(": docs/routes.md lists them"));
    }

    /** What is probably wrong with a header of Camel that is read. */
    Optional<String> hintAtRead(String name) {
        return isHub(name) || set.contains(name.toLowerCase(Locale.ROOT)) ? Optional.empty() : near(name);
    }

    /** What is probably wrong with a header that is set. */
    Optional<String> hintAtSet(String name) {
        return name.startsWith(CAMEL) ? near(name) : Optional.empty();
    }

    private Optional<String> near(String name) {
        return isKnown(name)
                ? Optional.empty()
                : nearest(name, names())
                        .map(near -> "neither the hub nor a component that is used here has a header " + name
                                + "; did you mean " + near + "?");
    }

    /** What they all begin with does not make them similar. */
    private static Optional<String> nearest(String name, Collection<String> names) {
        String beginning =
                PREFIXES.stream().filter(name::startsWith).findFirst().orElse("");
        return DidYouMean.to(
                        name.substring(beginning.length()),
                        names.stream()
                                .filter(known -> known.startsWith(beginning))
                                .map(known -> known.substring(beginning.length()))
                                .toList())
                .map(near -> beginning + near);
    }

    private Set<String> names() {
        Set<String> names = new TreeSet<>(hub.values());
        names.addAll(camel.values());
        return names;
    }

    private boolean isKnown(String name) {
        String plain = name.toLowerCase(Locale.ROOT);
        return hub.containsKey(plain) || camel.containsKey(plain);
    }

    private static boolean isHub(String name) {
        return HUB_PREFIXES.stream().anyMatch(name::startsWith);
    }
}
