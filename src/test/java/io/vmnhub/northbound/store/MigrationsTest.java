package io.vmnhub.northbound.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MigrationsTest {

    @Test
    void everyMigrationIsThereInBothDialects() throws IOException {
        assertThat(names("mariadb")).as("db/mariadb has the tables of db/migration").isEqualTo(names("migration"));
    }

    private static List<String> names(String folder) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/db", folder))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
