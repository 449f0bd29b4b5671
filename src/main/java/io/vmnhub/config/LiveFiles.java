// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** The files of {@code config} that can change while the hub runs; each part of the hub adds its own. Thread-safe. */
public final class LiveFiles {

    private final List<LiveFile> files = new CopyOnWriteArrayList<>();

    /**
     * What a part has taken of a changed file.
     *
     * @param inForce what is in force now, for the log
     * @param later the keys that have changed and take effect at the hub's next start
     */
    public record Taken(String inForce, List<String> later) {

        /** Everything has been taken. */
        public static Taken whole(String inForce) {
            return new Taken(inForce, List.of());
        }
    }

    /** Takes a changed file. */
    public interface Reading {

        /**
         * Reads the file and takes what it says.
         *
         * @throws ConfigException when the file is wrong, so that all stays as it was
         * @throws IOException when not all of what it says can be done
         */
        Taken take() throws IOException;
    }

    /**
     * A file that a part of the hub reads again.
     *
     * @param named the files that it names and that are read with it
     */
    public record LiveFile(Path file, Supplier<List<Path>> named, Reading reading) {}

    public void add(Path file, Reading reading) {
        add(file, List::of, reading);
    }

    /** @param named the files that {@code file} names; asked again whenever something has changed */
    public void add(Path file, Supplier<List<Path>> named, Reading reading) {
        files.add(new LiveFile(file, named, reading));
    }

    /** In the order in which they were added. */
    public List<LiveFile> all() {
        return List.copyOf(files);
    }
}
