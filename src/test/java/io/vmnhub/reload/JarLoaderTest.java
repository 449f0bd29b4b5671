// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.fixture.TinyJar;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarLoaderTest {

    @TempDir
    Path folder;

    private Path driver() throws IOException {
        return new TinyJar().source("org.example.PagerDriver", """
                import java.sql.*;
                public class PagerDriver implements Driver {
                    static {
                        try {
                            DriverManager.registerDriver(new PagerDriver());
                        } catch (SQLException e) {
                            throw new ExceptionInInitializerError(e);
                        }
                    }
                    public Connection connect(String url, java.util.Properties info) { return null; }
                    public boolean acceptsURL(String url) { return url.startsWith("jdbc:pager:"); }
                    public DriverPropertyInfo[] getPropertyInfo(String url, java.util.Properties info) {
                        return new DriverPropertyInfo[0];
                    }
                    public int getMajorVersion() { return 1; }
                    public int getMinorVersion() { return 0; }
                    public boolean jdbcCompliant() { return false; }
                    public java.util.logging.Logger getParentLogger() { return null; }
                }
                """).to(folder.resolve("pager-driver.jar"));
    }

    @Test
    void aClosedLoaderWhoseJarHasAJdbcDriverIsGivenBack() throws Exception {
        int before = Collections.list(DriverManager.getDrivers()).size();
        JarLoader loader = new JarLoader("pager-sink", List.of(driver()), folder.resolve("copies"));
        Class.forName("org.example.PagerDriver", true, loader);
        WeakReference<ClassLoader> former = new WeakReference<>(loader);
        loader.close();
        loader.close();
        loader = null;
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            System.gc();
            return former.get() == null;
        });
        assertThat(DriverManager.getDrivers().asIterator())
                .toIterable()
                .as("the hub's")
                .hasSize(before);
        try (var copies = Files.list(folder.resolve("copies"))) {
            assertThat(copies).isEmpty();
        }
    }
}
