// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The file of an H2 database that runs inside the hub.
 *
 * @param path its {@code .mv.db}
 */
record EmbeddedFile(Path path) {

    private static final String URL = "jdbc:h2:file:";
    private static final String SUFFIX = ".mv.db";
    /**
     * The database is closed, a file cannot be read or written, a page is damaged: until all connections are closed it
     * answers nothing else.
     */
    private static final Set<Integer> BROKEN = Set.of(90098, 90028, 90031, 90030, 90121);

    private static final Set<Integer> DAMAGED = Set.of(90030, 90048);
    /** With less it would only break again. */
    private static final long LEAST_FREE = 16 << 20;

    /** Empty when the database is another one, or in memory. */
    static Optional<EmbeddedFile> of(String url) {
        return url.startsWith(URL)
                ? Optional.of(
                        new EmbeddedFile(Path.of(url.substring(URL.length()).split(";", 2)[0] + SUFFIX)))
                : Optional.empty();
    }

    /** The URL, without the trace files that H2 would fill a full disk with. */
    static String quiet(String url) {
        return url.startsWith("jdbc:h2:") && !url.toUpperCase(Locale.ROOT).contains(";TRACE_LEVEL_FILE=")
                ? url + ";TRACE_LEVEL_FILE=0"
                : url;
    }

    boolean exists() {
        return Files.exists(path);
    }

    /** Whether the database has to be closed and opened again after such a failure. */
    static boolean isBroken(SQLException failure) {
        return BROKEN.contains(failure.getErrorCode());
    }

    /** Why it cannot work, and what to do; empty when the file has nothing to do with it. */
    Optional<String> diagnosis(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && DAMAGED.contains(sql.getErrorCode())) {
                return Optional.of("its file " + path
                        + " is damaged; stop the hub, and put back a copy of the file, or move it away to begin "
                        + "with an "
                        + "empty database (what can still be read of it, org.h2.tools.Recover writes out)");
            }
        }
        return full();
    }

    /** Says so when its disk has no room. */
    Optional<String> full() {
        try {
            Path folder = path.toAbsolutePath().getParent();
            while (!Files.exists(folder)) {
                folder = folder.getParent();
            }
            long free = Files.getFileStore(folder).getUsableSpace();
            return free >= LEAST_FREE
                    ? Optional.empty()
                    : Optional.of("the disk of " + path + " is full: " + (free >> 10)
                            + " KB are free, and it works again by itself when there are " + (LEAST_FREE >> 20)
                            + " MB");
        } catch (IOException e) {
            return Optional.of("the folder of " + path + " cannot be looked at: " + e.getMessage());
        }
    }
}
