// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.connector;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.eclipse.aether.artifact.Artifact;

/**
 * The connectors of a hub that came from the catalogue: the Kamelet in {@code connectors}, its jars in
 * {@code connectors/lib}, both in the lock file.
 *
 * <p>Each connector has a class loader of its own, over the jars that the lock file names for it: two may need
 * different versions of a library. Those that need the same version share its file.
 */
public final class Connectors {

    /** What the names of components begin with, to tell them from those of Kamelets. */
    public static final String COMPONENT = "camel:";

    private final Path folder;
    private final Path lib;
    private final Set<String> shipped;
    private final ConnectorLock lock;

    /**
     * @param folder of Kamelets
     * @param shipped artifact ids of the hub's own jars
     * @throws ConnectorException when the lock file cannot be read
     */
    public Connectors(Path folder, Set<String> shipped) throws ConnectorException {
        this.folder = folder;
        this.shipped = Set.copyOf(shipped);
        lib = folder.resolve("lib");
        lock = ConnectorLock.read(lib.resolve(ConnectorLock.FILE));
    }

    public ConnectorLock lock() {
        return lock;
    }

    /**
     * Adds a Kamelet with what it needs; added again it is fetched again.
     *
     * @param name by which routes will use it
     * @param catalogue the artifact with its version
     * @return what it brought
     * @throws ConnectorException when it cannot be fetched, or its name is taken
     */
    public List<ConnectorLock.Jar> add(
            CatalogueKamelet kamelet,
            String name,
            String catalogue,
            String camelVersion,
            MavenRepositories repositories)
            throws ConnectorException {
        Path file = folder.resolve(name + ".kamelet.yaml");
        String another =
                "; give this one another name: connector add " + kamelet.name() + " --as camel-" + kamelet.name();
        if (KnownNames.own().contains(name)) {
            throw new ConnectorException(name + " is the name of a Kamelet that comes with the hub" + another);
        }
        if (Files.exists(file) && lock.find(name).isEmpty()) {
            throw new ConnectorException(file + " is there already, and not from the catalogue" + another);
        }
        List<ConnectorLock.Jar> jars =
                fetch(name, kamelet.name(), catalogue, kamelet.artifacts(camelVersion), repositories);
        try {
            Files.writeString(file, kamelet.installed(name));
        } catch (IOException e) {
            throw new ConnectorException(file + ": cannot be written: " + e.getMessage(), e);
        }
        return jars;
    }

    /**
     * Adds one of Camel's components or languages with what it needs, without a Kamelet; its name is that of its
     * artifact, {@code camel:kafka} for camel-kafka.
     *
     * @return what it brought
     * @throws ConnectorException when it cannot be fetched
     */
    public List<ConnectorLock.Jar> add(String name, String camelVersion, MavenRepositories repositories)
            throws ConnectorException {
        String artifact = "org.apache.camel:camel-" + name.substring(COMPONENT.length()) + ":" + camelVersion;
        return fetch(name, "", "", List.of(artifact), repositories);
    }

    private List<ConnectorLock.Jar> fetch(
            String name, String kamelet, String catalogue, List<String> needed, MavenRepositories repositories)
            throws ConnectorException {
        List<String> wanted = needed.stream()
                .filter(artifact -> !shipped.contains(artifact.split(":")[1]))
                .toList();
        List<Artifact> artifacts = wanted.isEmpty() ? List.of() : repositories.withDependencies(wanted, shipped);
        List<ConnectorLock.Jar> jars = new ArrayList<>();
        for (Artifact artifact : artifacts) {
            jars.add(new ConnectorLock.Jar(
                    artifact.getGroupId() + ":" + artifact.getArtifactId() + ":" + artifact.getVersion(),
                    artifact.getPath().getFileName().toString(),
                    sha256(artifact.getPath())));
        }
        if (lock.find(name).isPresent()) {
            remove(name);
        }
        jars.replaceAll(this::apart);
        try {
            Files.createDirectories(lib);
            lock.put(name, new ConnectorLock.Entry(kamelet, catalogue, jars)); // first: its jars are not to seem common
            for (int i = 0; i < jars.size(); i++) {
                Files.copy(
                        artifacts.get(i).getPath(),
                        lib.resolve(jars.get(i).file()),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new ConnectorException(name + ": cannot be written to " + folder + ": " + e.getMessage(), e);
        }
        return jars;
    }

    /** Under another name when a connector has another file of this name. */
    private ConnectorLock.Jar apart(ConnectorLock.Jar jar) {
        return lock.jar(jar.file())
                .filter(other -> !other.sha256().equals(jar.sha256()))
                .map(other -> jar.as(
                        jar.file().replaceFirst("\\.jar$", "-" + jar.sha256().substring(0, 8) + ".jar")))
                .orElse(jar);
    }

    /**
     * Removes a connector, and its files that no other one has.
     *
     * @throws ConnectorException when it was not added
     */
    public void remove(String name) throws ConnectorException {
        if (lock.find(name).isEmpty()) {
            throw new ConnectorException(name + " was not added from the catalogue; those that were: "
                    + String.join(", ", lock.entries().keySet()));
        }
        try {
            if (!name.startsWith(COMPONENT)) {
                Files.deleteIfExists(folder.resolve(name + ".kamelet.yaml"));
            }
            for (ConnectorLock.Jar jar : lock.remove(name)) {
                Files.deleteIfExists(lib.resolve(jar.file()));
            }
        } catch (IOException e) {
            throw new ConnectorException(name + ": cannot be removed: " + e.getMessage(), e);
        }
    }

    private static String sha256(Path file) throws ConnectorException {
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of()
                    .formatHex(((DigestInputStream) in).getMessageDigest().digest());
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new ConnectorException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }
}
