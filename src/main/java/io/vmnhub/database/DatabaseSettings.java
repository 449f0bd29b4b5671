// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.database;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Where the hub's database is.
 *
 * @param url a JDBC URL of H2, PostgreSQL or MariaDB
 * @param username empty when the database asks for none
 * @param password empty when there is none; never logged
 * @param connections at most so many at a time, above zero
 */
public record DatabaseSettings(String url, String username, String password, int connections) {

    public DatabaseSettings {
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(username, "username");
        Objects.requireNonNull(password, "password");
        if (!url.startsWith("jdbc:")) {
            throw new IllegalArgumentException(
                    "a database's URL begins with jdbc:, as jdbc:postgresql://localhost/hub");
        }
        if (connections < 1) {
            throw new IllegalArgumentException("a database with " + connections + " connections is of no use");
        }
    }

    /**
     * The URL of the embedded database {@code data/hub} in the hub's folder. A commit is written before it returns, not
     * up to half a second later as is H2's default.
     */
    public static String embeddedUrl(Path home) {
        return "jdbc:h2:file:" + home.resolve("data").resolve("hub") + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";
    }

    /** Whether it is a MariaDB, whose tables are written in another dialect. */
    boolean isMariaDb() {
        return url.startsWith("jdbc:mariadb:");
    }

    /** The URL as it may be logged: without parameters, which may hold a password. */
    public String place() {
        return url.split("[?;]", 2)[0].replaceFirst("//[^/@]*@", "//");
    }

    @Override
    public String toString() {
        return "DatabaseSettings[" + place() + ", " + connections + " connections]";
    }
}
