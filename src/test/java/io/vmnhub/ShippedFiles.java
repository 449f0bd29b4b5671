package io.vmnhub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The configuration, routes and connectors that this checkout ships. */
public final class ShippedFiles {

    private ShippedFiles() {
    }

    /** Copies all of them into {@code home}, where no file of theirs may be yet. */
    public static void copyTo(Path home) throws IOException {
        for (String folder : List.of("config", "routes", "connectors")) {
            copyTo(home, folder);
        }
    }

    /** Copies one of their folders into {@code home}, under the same name. */
    public static void copyTo(Path home, String folder) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.createDirectories(home.resolve(file).getParent());
                Files.copy(file, home.resolve(file));
            }
        }
    }
}
