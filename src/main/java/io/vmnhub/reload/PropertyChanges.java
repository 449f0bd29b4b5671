// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.reload;

import io.vmnhub.config.HubKey;
import io.vmnhub.config.HubProperties;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/** Which keys of {@code application.properties} have changed, and which of those wait for the next start. */
final class PropertyChanges {

    private PropertyChanges() {}

    /** The keys with other values; overridden ones never change. */
    static Set<String> between(HubProperties before, HubProperties after) {
        Properties old = before.all();
        Properties now = after.all();
        Set<String> keys = new TreeSet<>(old.stringPropertyNames());
        keys.addAll(now.stringPropertyNames());
        keys.removeIf(key -> Objects.equals(old.getProperty(key), now.getProperty(key)));
        return keys;
    }

    /**
     * Of changed keys those that what runs does not look at again: the hub's and Camel's own, unless a file has them as
     * a placeholder.
     */
    static List<String> waiting(Set<String> changed, Set<String> placeholders) {
        Set<String> waiting = new HashSet<>(changed);
        waiting.removeIf(key -> !key.startsWith(HubKey.PREFIX) && !key.startsWith("camel.")
                || key.startsWith("camel.kamelet.")
                || key.equals(HubKey.RELOAD_WATCH.key())
                || placeholders.contains(key));
        return waiting.stream().sorted().toList();
    }
}
