// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.connector;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/** Names of Kamelets that need no repository: of the catalogue's sinks and actions, and of the hub's own. */
public final class KnownNames {

    private static final String COMMAND = "vmn-hub connector add ";

    private static final Set<String> CATALOGUE = names("catalogue.txt");
    private static final Set<String> OWN = names("own.txt");

    private KnownNames() {}

    /** Those of {@link Catalogue#VERSION}. */
    public static Set<String> catalogue() {
        return CATALOGUE;
    }

    /** Those that come with the hub. A Kamelet of the catalogue never takes their place. */
    public static Set<String> own() {
        return OWN;
    }

    /** The command that brings a Kamelet; empty when the catalogue has none of this name that could come under it. */
    public static Optional<String> commandFor(String kamelet) {
        return CATALOGUE.contains(kamelet) && !OWN.contains(kamelet)
                ? Optional.of(COMMAND + kamelet)
                : Optional.empty();
    }

    /** The command that brings one of Camel's artifacts, as {@code camel-kafka}. */
    public static String commandForArtifact(String artifact) {
        return COMMAND + artifact.replaceFirst("^camel-", "camel:");
    }

    private static Set<String> names(String file) {
        try (InputStream in = KnownNames.class.getResourceAsStream(file)) {
            return Set.of(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .strip()
                    .split("\\s+"));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }
}
