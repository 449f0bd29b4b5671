// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.reload;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What differs between two states of the route files and Kamelets.
 *
 * @param next keys of routes that are to run in their next version
 * @param gone keys of routes that are not there any more
 * @param kamelets names of Kamelets whose uses are to be made anew
 */
record RouteChanges(Set<String> next, Set<String> gone, Set<String> kamelets) {

    /**
     * @param properties keys whose values have changed
     * @param files names, without folders, of other files that have changed
     * @param connectors names of Kamelets whose classes have changed
     * @param stale which pieces of YAML are to be made anew in any case
     */
    static RouteChanges between(
            RouteFiles before,
            RouteFiles after,
            Set<String> properties,
            Set<String> files,
            Set<String> connectors,
            Predicate<Mentions> stale) {
        Predicate<Mentions> concerned =
                mentions -> mentions.anyProperty(properties) || mentions.anyFile(files) || stale.test(mentions);
        Set<String> kamelets = kamelets(before, after, properties, connectors, concerned);
        Set<String> next = new LinkedHashSet<>();
        after.routes().forEach((key, route) -> {
            RouteFiles.Source old = before.routes().get(key);
            Mentions mentions = new Mentions(route.yaml());
            if (old == null
                    || !old.yaml().equals(route.yaml())
                    || !Objects.equals(
                            before.common().get(old.file()), after.common().get(route.file()))
                    || mentions.anyKamelet(kamelets)
                    || concerned.test(mentions)) {
                next.add(key);
            }
        });
        Set<String> gone = new LinkedHashSet<>(before.routes().keySet());
        gone.removeAll(after.routes().keySet());
        return new RouteChanges(next, gone, kamelets);
    }

    private static Set<String> kamelets(
            RouteFiles before,
            RouteFiles after,
            Set<String> properties,
            Set<String> connectors,
            Predicate<Mentions> concerned) {
        Set<String> changed = new TreeSet<>();
        Set<String> all = new TreeSet<>(before.kamelets().keySet());
        all.addAll(after.kamelets().keySet());
        for (String name : all) {
            RouteFiles.Kamelet old = before.kamelets().get(name);
            RouteFiles.Kamelet now = after.kamelets().get(name);
            Predicate<String> itsProperty = key -> key.matches("camel\\.kamelet\\.\\Q" + name + "\\E\\..*");
            if (old == null
                    || now == null
                    || !old.yaml().equals(now.yaml())
                    || properties.stream().anyMatch(itsProperty)
                    || connectors.contains(name)
                    || concerned.test(template(now.yaml()))) {
                changed.add(name);
            }
        }
        while (addUsers(after, changed)) {
            continue; // until nobody uses one of them who is not among them
        }
        return changed;
    }

    private static Mentions template(JsonNode kamelet) {
        return new Mentions(kamelet.at("/spec/template"));
    }

    private static boolean addUsers(RouteFiles after, Set<String> changed) {
        boolean added = false;
        for (var kamelet : after.kamelets().entrySet()) {
            if (!changed.contains(kamelet.getKey())
                    && template(kamelet.getValue().yaml()).anyKamelet(changed)) {
                added |= changed.add(kamelet.getKey());
            }
        }
        return added;
    }

    boolean isEmpty() {
        return next.isEmpty() && gone.isEmpty() && kamelets.isEmpty();
    }
}
