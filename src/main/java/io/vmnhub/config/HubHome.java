// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder with {@code config}, {@code routes} and {@code connectors} that a hub runs from. */
public record HubHome(Path folder) {

    /** @throws IllegalArgumentException when the folder is none */
    public static HubHome of(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        if (!Files.isDirectory(absolute.resolve("config"))) {
            throw new IllegalArgumentException(absolute + " has no folder config; name the hub's folder with --home");
        }
        return new HubHome(absolute);
    }

    public Path config() {
        return folder.resolve("config");
    }

    public Path routes() {
        return folder.resolve("routes");
    }

    public Path connectors() {
        return folder.resolve("connectors");
    }

    /** What the hub writes. The folder may be a link, as where packages put it into {@code /var/lib}. */
    public Path data() {
        Path data = folder.resolve("data");
        try {
            return Files.isSymbolicLink(data) ? data.toRealPath() : data;
        } catch (IOException e) {
            return data; // it leads nowhere: what writes there says so
        }
    }
}
