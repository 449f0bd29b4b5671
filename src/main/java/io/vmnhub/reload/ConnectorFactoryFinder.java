// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.reload;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Optional;
import java.util.Properties;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.ClassResolver;
import org.apache.camel.spi.FactoryFinder;
import org.apache.camel.support.ObjectHelper;

/**
 * Finds components, languages, data formats and the like by their names. What jars of connectors have is looked for
 * each time, and first in those of the connector at work; what is the hub's is remembered by Camel's own finder.
 */
final class ConnectorFactoryFinder implements FactoryFinder {

    private final ConnectorCamelContext context;
    private final ClassResolver classes;
    private final FactoryFinder hub;

    /** @param hub finds what the hub has */
    ConnectorFactoryFinder(ConnectorCamelContext context, ClassResolver classes, FactoryFinder hub) {
        this.context = context;
        this.classes = classes;
        this.hub = hub;
    }

    @Override
    public String getResourcePath() {
        return hub.getResourcePath();
    }

    @Override
    public Optional<Object> newInstance(String key) {
        return findClass(key).map(ObjectHelper::newInstance);
    }

    @Override
    public <T> Optional<T> newInstance(String key, Class<T> type) {
        return newInstance(key).map(type::cast);
    }

    @Override
    public Optional<Class<?>> findClass(String key) {
        return find(key).or(() -> isOfHub(key) ? hub.findClass(key) : Optional.empty());
    }

    @Override
    public Optional<Class<?>> findOptionalClass(String key) {
        return find(key).or(() -> isOfHub(key) ? hub.findOptionalClass(key) : Optional.empty());
    }

    /** What nobody has now may come with a jar. */
    private boolean isOfHub(String key) {
        return getClass().getClassLoader().getResource(getResourcePath() + key) != null;
    }

    private Optional<Class<?>> find(String key) {
        return context.loaders().having(getResourcePath() + key).map(loader -> load(loader, getResourcePath() + key));
    }

    private Class<?> load(JarLoader loader, String file) {
        try (InputStream in = open(loader.findResource(file))) {
            Properties properties = new Properties();
            properties.load(in);
            String name = properties.getProperty("class");
            if (name == null) {
                throw new RuntimeCamelException(loader.findResource(file) + " names no class");
            }
            try (ContextClassLoader scope = ContextClassLoader.of(loader)) {
                return classes.resolveClass(name);
            }
        } catch (IOException e) {
            throw new RuntimeCamelException(loader.findResource(file) + " cannot be read", e);
        }
    }

    /** Past the cache of {@link java.net.JarURLConnection}, which would have the former file after a change. */
    static InputStream open(URL url) throws IOException {
        var connection = url.openConnection();
        connection.setUseCaches(false);
        return connection.getInputStream();
    }

    @Override
    public void clear() {
        hub.clear();
    }
}
