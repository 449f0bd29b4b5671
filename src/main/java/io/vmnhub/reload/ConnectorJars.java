// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.reload;

import io.vmnhub.config.HubHome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.service.ServiceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jars of {@code connectors/lib}. A jar that is new is there for what is made from now on. When one has changed or
 * is gone, the components whose classes came from jars, and the routes and Kamelets that use them, are made anew of the
 * jars that are there; what runs keeps the classes that it has until it ends. Not thread-safe.
 */
final class ConnectorJars {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectorJars.class);
    private static final List<String> FOUND_BY_NAME = List.of(
            "component", "configurer", "urifactory", "language", "dataformat", "transformer", "endpoint-uri-assembler");

    private final Path folder;
    private final HubCamelContext context;

    ConnectorJars(HubHome home, HubCamelContext context) {
        folder = home.connectors().resolve("lib");
        this.context = context;
    }

    /** @param paths changed files */
    Change change(Collection<Path> paths, FolderState before) throws Exception {
        List<Path> jars = paths.stream()
                .filter(path -> path.startsWith(folder) && path.toString().endsWith(".jar"))
                .toList();
        return new Change(jars, jars.stream().anyMatch(before.files()::containsKey));
    }

    /** Other jars, in force until it is undone. */
    final class Change {

        private final ClassLoader former = context.getApplicationContextClassLoader();
        private final JarLoader next;
        private final Set<String> schemes;
        private final Map<String, Component> replaced = new LinkedHashMap<>();

        private Change(List<Path> jars, boolean replaces) throws Exception {
            if (jars.isEmpty()) {
                next = null;
                schemes = Set.of();
                return;
            }
            next = JarLoader.of(folder);
            schemes = replaces
                    ? context.getComponentNames().stream()
                            .filter(name -> isOfJar(context.hasComponent(name)))
                            .collect(Collectors.toSet())
                    : Set.of();
            use(next);
            next.addConverters(context);
            for (String scheme : schemes) {
                replaced.put(scheme, context.components().replace(scheme));
            }
        }

        private void use(ClassLoader loader) {
            context.setApplicationContextClassLoader(loader);
            FOUND_BY_NAME.forEach(kind -> context.getCamelContextExtension()
                    .getFactoryFinder("META-INF/services/org/apache/camel/" + kind + "/")
                    .clear());
        }

        private boolean isOfJar(Object object) {
            return object != null && object.getClass().getClassLoader() instanceof JarLoader;
        }

        boolean isEmpty() {
            return schemes.isEmpty();
        }

        /** Whether a piece of YAML uses a component, or names a class, of a jar. */
        boolean concerns(Mentions mentions) {
            return next != null
                    && (mentions.anyScheme(schemes)
                            || mentions.anyClassBeyond(getClass().getClassLoader()));
        }

        boolean concerns(Endpoint endpoint) {
            return endpoint instanceof DefaultEndpoint made && replaced.containsValue(made.getComponent());
        }

        void undo() {
            if (next != null) {
                use(former);
                replaced.forEach(context.components()::putBack);
                close(next);
            }
        }

        /** To be run when nothing uses the former classes any more. */
        Runnable end() {
            return () -> {
                if (!replaced.isEmpty()) {
                    ServiceHelper.stopAndShutdownServices(replaced.values());
                    close(former);
                }
            };
        }
    }

    private static void close(ClassLoader loader) {
        try {
            if (loader instanceof JarLoader jars) {
                jars.close();
            }
        } catch (IOException e) {
            LOG.warn("The jars of former connectors cannot be closed: {}", e.getMessage());
        }
    }
}
