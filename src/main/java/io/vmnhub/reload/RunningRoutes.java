// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.reload;

import io.vmnhub.config.Finding;
import io.vmnhub.config.HubHome;
import io.vmnhub.config.HubProperties;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.camel.Endpoint;

/** The routes, Kamelets and jars that run, and how they follow their files. Not thread-safe. */
final class RunningRoutes {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{[?!]?([A-Za-z0-9_.-]+)");

    private final HubHome home;
    private final HubCamelContext context;
    private final Retirement retirement;
    private final RouteSwap swap;
    private final ConnectorJars jars;
    private final Map<Path, Set<String>> later = new TreeMap<>();
    private RouteFiles files;
    private Set<String> gone = Set.of();

    /** @throws IOException when a folder cannot be read */
    RunningRoutes(HubHome home, HubCamelContext context) throws IOException {
        this.home = home;
        this.context = context;
        retirement = new Retirement(context);
        swap = new RouteSwap(context, retirement);
        jars = new ConnectorJars(home, context);
        files = RouteFiles.read(home);
    }

    /** Whether something else than a route or Kamelet that names the file follows its changes. */
    static boolean isRead(HubHome home, Path file) {
        String name = file.getFileName().toString();
        return file.startsWith(home.routes())
                || file.startsWith(home.connectors())
                || file.getParent().equals(home.config()) && name.matches(".*\\.(yaml|properties|xml)");
    }

    /**
     * Has the next versions of what is concerned run; routes that are gone go on until {@link #removeGone}.
     *
     * @param keys of properties that have changed
     * @param others names of changed files that routes may name
     * @throws Exception when a next version cannot be made; then all is as it was
     */
    void become(
            RouteFiles changed, HubProperties properties, Set<String> keys, Set<String> others, Collection<Path> paths)
            throws Exception {
        SecretOptions.mask(context, SecretOptions.ofKamelets(changed.kamelets().values()));
        ConnectorJars.Change classes = jars.change(paths);
        RouteChanges changes =
                RouteChanges.between(files, changed, keys, others, classes.kamelets(), classes::concerns);
        gone = changes.gone();
        if (!keys.isEmpty()) {
            properties(properties);
        }
        if (!changes.isEmpty() || !classes.isEmpty()) {
            try {
                boolean otherValues = !keys.isEmpty() || !others.isEmpty();
                swap.apply(changes, changed, fresh(changes, otherValues, classes), classes.end());
            } catch (Exception e) {
                classes.undo();
                throw e;
            }
        }
        changed.common().keySet().forEach(file -> {
            Set<String> kinds = changed.changedForAll(files, file);
            if (!kinds.isEmpty()) {
                later.computeIfAbsent(file, one -> new TreeSet<>()).addAll(kinds);
            }
        });
        files = changed;
    }

    /** Endpoints read files, and take the values of properties, when they are made. */
    private Predicate<Endpoint> fresh(RouteChanges changes, boolean otherValues, ConnectorJars.Change classes) {
        Set<Endpoint> own = otherValues ? context.onlyIn(changes.next()) : Set.of();
        return endpoint -> own.contains(endpoint) || classes.concerns(endpoint);
    }

    void properties(HubProperties properties) {
        context.getPropertiesComponent().setOverrideProperties(properties.all());
    }

    /** @return what could not be ended */
    List<Finding> removeGone() {
        List<Finding> findings = new ArrayList<>();
        try {
            swap.remove(gone);
        } catch (Exception e) {
            findings.add(Finding.of(home.routes(), 0, "a route that is gone cannot end: " + reason(e)));
        }
        gone = Set.of();
        return findings;
    }

    /** Where a route could not be made although nothing seemed wrong. */
    Finding finding(Exception failure, SortedSet<Path> changed) {
        String reason = reason(failure);
        Path file = files.routes().values().stream()
                .filter(route -> changed.contains(route.file()) && reason.contains(route.key()))
                .map(RouteFiles.Source::file)
                .findFirst()
                .or(() -> changed.stream()
                        .filter(one -> one.toString().endsWith(".yaml"))
                        .findFirst())
                .orElse(changed.first());
        return Finding.of(file, 0, "cannot be taken: " + reason);
    }

    private static String reason(Throwable failure) {
        String reason = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            reason = cause.getMessage() == null ? reason : cause.getMessage();
        }
        return reason == null ? failure.toString() : reason;
    }

    /** Ends former versions that no message is in any more. */
    void sweep() {
        retirement.sweep();
    }

    int retired() {
        return retirement.size();
    }

    /** Names that stand in placeholders of routes and Kamelets. */
    Set<String> placeholders() {
        Set<String> names = new HashSet<>();
        files.routes()
                .values()
                .forEach(route -> PLACEHOLDER
                        .matcher(route.yaml().toString())
                        .results()
                        .forEach(found -> names.add(found.group(1))));
        files.kamelets()
                .values()
                .forEach(kamelet -> PLACEHOLDER
                        .matcher(kamelet.yaml().toString())
                        .results()
                        .forEach(found -> names.add(found.group(1))));
        return names;
    }

    Map<Path, List<String>> later() {
        Map<Path, List<String>> all = new TreeMap<>();
        later.forEach((file, kinds) -> all.put(file, List.copyOf(kinds)));
        return all;
    }
}
