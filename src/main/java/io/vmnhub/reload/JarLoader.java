// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.reload;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The classes of one connector, or of the jars that belong to no connector. A class comes from the hub, then from these
 * jars, then from those of {@link #lookBeyond}.
 */
public final class JarLoader extends URLClassLoader {

    static {
        registerAsParallelCapable();
    }

    private final Path copies;
    private final List<Path> jars = new ArrayList<>();
    private final Set<JarLoader> linked = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile List<JarLoader> beyond = List.of();

    /**
     * @param copies a folder in which the loader makes one for copies of its jars, so that they may be overwritten and
     *     removed while it is used; null for none
     */
    JarLoader(String name, Collection<Path> jars, Path copies) {
        super(name, new URL[0], JarLoader.class.getClassLoader());
        this.copies = copies == null ? null : copies.resolve(UUID.randomUUID().toString());
        jars.forEach(this::add);
    }

    /** Another jar, for what is not found in those before it. */
    void add(Path jar) {
        try {
            addURL((copies == null ? jar : copy(jar)).toUri().toURL());
            jars.add(jar);
        } catch (IOException e) {
            throw new IllegalStateException(jar + " cannot be loaded: " + e.getMessage(), e);
        }
    }

    private Path copy(Path jar) throws IOException {
        Files.createDirectories(copies);
        return Files.copy(jar, copies.resolve(jar.getFileName()));
    }

    /** Deletes its copies, and has the JDK forget its JDBC drivers, too. */
    @Override
    public void close() throws IOException {
        try {
            if (!jars.isEmpty() && !closed.getAndSet(true)) {
                forgetDrivers();
            }
        } finally {
            super.close();
            if (copies != null) {
                for (Path jar : jars) {
                    Files.deleteIfExists(copies.resolve(jar.getFileName()));
                }
                Files.deleteIfExists(copies);
            }
        }
    }

    private void forgetDrivers() throws IOException {
        ClassLoader hub = JarLoader.class.getClassLoader();
        try (InputStream in =
                        hub.getResourceAsStream(JdbcDrivers.class.getName().replace('.', '/') + ".class");
                ContextClassLoader scope = ContextClassLoader.of(hub)) {
            byte[] bytes = in.readAllBytes();
            Class<?> copy = defineClass(JdbcDrivers.class.getName(), bytes, 0, bytes.length);
            ((Callable<?>) copy.getConstructor().newInstance()).call();
        } catch (Exception e) {
            throw new IOException("its JDBC drivers cannot be removed: " + e.getMessage(), e);
        }
    }

    List<Path> jars() {
        return List.copyOf(jars);
    }

    /** Where to look for what neither the hub nor these jars have. */
    void lookBeyond(List<JarLoader> others) {
        beyond = List.copyOf(others);
    }

    /** Whether a class of these jars has been linked to one of {@code others}. */
    boolean isLinkedTo(Collection<JarLoader> others) {
        return linked.stream().anyMatch(others::contains);
    }

    /** Whether these jars have the file. */
    boolean has(String resource) {
        return findResource(resource) != null;
    }

    boolean hasClass(String name) {
        return has(name.replace('.', '/') + ".class");
    }

    /** The class of these jars; null when they have none of this name. */
    Class<?> own(String name) {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null && loaded.getClassLoader() == this) {
                return loaded;
            }
            try {
                return hasClass(name) ? findClass(name) : null;
            } catch (ClassNotFoundException e) {
                return null;
            }
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        try {
            return super.loadClass(name, resolve);
        } catch (ClassNotFoundException e) {
            for (JarLoader other : beyond) {
                Class<?> found = other.own(name);
                if (found != null) {
                    linked.add(other);
                    return found;
                }
            }
            throw e;
        }
    }

    @Override
    public URL getResource(String name) {
        URL found = super.getResource(name);
        return found != null ? found : first(beyond, name);
    }

    /** The file of the first loader whose jars have it; null when none has. */
    static URL first(List<JarLoader> loaders, String name) {
        return loaders.stream()
                .map(loader -> loader.findResource(name))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        List<URL> all = Collections.list(super.getResources(name));
        for (JarLoader other : beyond) {
            all.addAll(Collections.list(other.findResources(name)));
        }
        return Collections.enumeration(all);
    }
}
