// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.reload;

import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.TypeConverterLoaderException;
import org.apache.camel.spi.TypeConverterLoader;

/** The classes of the jars in {@code connectors/lib} as they were at one moment, above the hub's own. */
public final class JarLoader extends URLClassLoader {

    private static final String CONVERTERS = "META-INF/services/org/apache/camel/TypeConverterLoader";

    static {
        registerAsParallelCapable();
    }

    private JarLoader(URL[] jars) {
        super(jars, JarLoader.class.getClassLoader());
    }

    /**
     * Of the jars that are there now.
     *
     * @throws IllegalStateException when the folder cannot be read
     */
    public static JarLoader of(Path folder) {
        List<URL> jars = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.sorted().toList()) {
                    if (file.toString().endsWith(".jar")) {
                        jars.add(file.toUri().toURL());
                    }
                }
            } catch (MalformedURLException e) {
                throw new IllegalStateException(folder + " has a file that is not a jar that can be loaded", e);
            } catch (IOException e) {
                throw new IllegalStateException("the jars in " + folder + " cannot be listed: " + e.getMessage(), e);
            }
        }
        return new JarLoader(jars.toArray(URL[]::new));
    }

    /**
     * Gives {@code context} the type converters of these jars; Camel looks for converters only once, before it knows of
     * the jars.
     *
     * @throws IllegalStateException when a jar lists converters that cannot be loaded
     */
    public void addConverters(CamelContext context) {
        try {
            for (URL list : Collections.list(findResources(CONVERTERS))) {
                for (String name : names(list)) {
                    Object converters = loadClass(name).getDeclaredConstructor().newInstance();
                    CamelContextAware.trySetCamelContext(converters, context);
                    ((TypeConverterLoader) converters).load(context.getTypeConverterRegistry());
                }
            }
        } catch (IOException | ReflectiveOperationException | TypeConverterLoaderException | LinkageError e) {
            throw new IllegalStateException("type converters of connectors/lib cannot be loaded: " + e.getMessage(), e);
        }
    }

    private static List<String> names(URL list) throws IOException {
        try (InputStream in = list.openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        }
    }
}
