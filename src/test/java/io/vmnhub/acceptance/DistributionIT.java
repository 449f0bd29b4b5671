// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.fixture.peers.NeedsPeer;
import io.vmnhub.fixture.peers.Peer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** What is in the shipped zip. */
@NeedsPeer(Peer.DISTRIBUTION)
class DistributionIT {

    private static final Path ZIP = Path.of(System.getProperty("vmnhub.zip", "absent"));
    private static final long MOST_OCTETS = 55_000_000;

    @Test
    void theDistributionIsSmall() throws IOException {
        assertThat(Files.size(ZIP)).isLessThan(MOST_OCTETS);
    }

    @Test
    void theHubsJarNamesAllOtherJarsInOneOrder() throws IOException {
        try (ZipFile zip = new ZipFile(ZIP.toFile())) {
            List<String> jars = zip.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.endsWith(".jar"))
                    .map(name -> Path.of(name).getFileName().toString())
                    .toList();
            String hub = jars.stream()
                    .filter(name -> name.matches("vmn-hub-[^/]+\\.jar"))
                    .reduce((one, other) -> {
                        throw new AssertionError("there are two: " + one + " and " + other);
                    })
                    .orElseThrow();
            List<String> named = List.of(
                    manifest(zip, hub).getValue(Attributes.Name.CLASS_PATH).split(" "));
            assertThat(named).doesNotHaveDuplicates();
            // what only a farm of nodes needs is named too, and comes in a zip of its own
            assertThat(jars).filteredOn(jar -> !jar.equals(hub)).isNotEmpty().isSubsetOf(named);
        }
    }

    @Test
    void everyJarIsInTheNoticesWithItsLicence() throws IOException {
        try (ZipFile zip = new ZipFile(ZIP.toFile())) {
            ZipEntry entry = zip.stream()
                    .filter(found -> found.getName().matches("[^/]+/THIRD-PARTY\\.txt"))
                    .findFirst()
                    .orElseThrow();
            String notices = new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
            assertThat(zip.stream().map(ZipEntry::getName).filter(name -> name.matches("[^/]+/lib/[^/]+\\.jar")))
                    .map(name -> name.replaceAll(".*/lib/|-[0-9][^/]*\\.jar$", ""))
                    .filteredOn(artifact -> !artifact.equals("vmn-hub"))
                    .isNotEmpty()
                    .allSatisfy(artifact -> assertThat(notices).contains(":" + artifact + " "));
            assertThat(notices).contains("wsdl4j:wsdl4j 1.6.3\n  CPL").doesNotContain("pem-keystore", "guava");
        }
    }

    private static Attributes manifest(ZipFile zip, String jar) throws IOException {
        ZipEntry entry = zip.stream()
                .filter(found -> found.getName().endsWith("/lib/" + jar))
                .findFirst()
                .orElseThrow();
        try (InputStream octets = zip.getInputStream(entry);
                JarInputStream in = new JarInputStream(octets)) {
            return in.getManifest().getMainAttributes();
        }
    }
}
