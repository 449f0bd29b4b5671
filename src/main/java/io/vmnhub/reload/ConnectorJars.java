// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.reload;

import io.vmnhub.config.HubHome;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultEndpoint;

/**
 * The jars of {@code connectors/lib}. What is new is there for what is made from now on. When a jar has changed or is
 * gone, the connector that it belongs to, or what uses the common jars, is made anew of the jars that are there, with
 * the routes and Kamelets that use it; what runs keeps the classes that it has until it ends. Not thread-safe.
 */
final class ConnectorJars {

    private final Path folder;
    private final HubCamelContext context;

    ConnectorJars(HubHome home, HubCamelContext context) {
        folder = home.connectors().resolve("lib");
        this.context = context;
    }

    /** @param paths changed files */
    Change change(Collection<Path> paths) {
        return new Change(paths.stream().filter(path -> path.startsWith(folder)).toList());
    }

    /** Other jars, in force until it is undone. */
    final class Change {

        private final ConnectorLoaders former = context.loaders();
        private final Set<JarLoader> stale = new HashSet<>();

        private Change(List<Path> changed) {
            if (!changed.isEmpty()) {
                ConnectorLoaders next = former.next(changed);
                stale.addAll(former.all());
                stale.removeAll(next.all());
                context.use(next);
            }
        }

        boolean isEmpty() {
            return stale.isEmpty();
        }

        /** Names of Kamelets that work with other classes now. */
        Set<String> kamelets() {
            return former.names(stale);
        }

        /** Whether a piece of YAML uses something of a jar that has changed. */
        boolean concerns(Mentions mentions) {
            return stale.stream().anyMatch(mentions::anyOf);
        }

        boolean concerns(Endpoint endpoint) {
            return endpoint instanceof DefaultEndpoint made
                    && made.getComponent() != null
                    && made.getComponent().getClass().getClassLoader() instanceof JarLoader loader
                    && stale.contains(loader);
        }

        void undo() {
            if (context.loaders() != former) {
                context.undo(former);
            }
        }

        /** To be run when nothing uses the former classes any more. */
        Runnable end() {
            return () -> context.end(stale);
        }
    }
}
