// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.reload;

import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.function.Supplier;

/**
 * The class loader of an application: the hub's classes, then those of the connector at work, which is the one whose
 * loader is the thread's context class loader, then the common ones, then those of all other connectors in the order of
 * their names. It remembers no class, so that the loaders behind it can be replaced while threads have this one.
 */
final class ConnectorClassLoader extends ClassLoader {

    static {
        registerAsParallelCapable();
    }

    private final Supplier<ConnectorLoaders> loaders;

    ConnectorClassLoader(Supplier<ConnectorLoaders> loaders) {
        super("connectors", ConnectorClassLoader.class.getClassLoader());
        this.loaders = loaders;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        try {
            return getParent().loadClass(name);
        } catch (ClassNotFoundException e) {
            for (JarLoader loader : loaders.get().order()) {
                Class<?> found = loader.own(name);
                if (found != null) {
                    return found;
                }
            }
            throw e;
        }
    }

    @Override
    protected URL findResource(String name) {
        return JarLoader.first(loaders.get().order(), name);
    }

    @Override
    protected Enumeration<URL> findResources(String name) throws IOException {
        List<URL> all = new ArrayList<>();
        for (JarLoader loader : loaders.get().order()) {
            all.addAll(Collections.list(loader.findResources(name)));
        }
        return Collections.enumeration(all);
    }
}
