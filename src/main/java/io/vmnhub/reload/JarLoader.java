// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.reload;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The classes of the jars in {@code connectors/lib} as they were at one moment, above the hub's own. */
public final class JarLoader extends URLClassLoader {

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
}
