// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MigrationsTest {

    @Test
    void everyMigrationIsThereInBothDialects() throws IOException {
        assertThat(names("mariadb"))
                .as("db/mariadb has the tables of db/migration")
                .isEqualTo(names("migration"));
    }

    @Test
    void everyMigrationLeavesAloneWhatIsThereBecauseTheHubMayBeKilledBetweenTwoOfItsStatements() throws IOException {
        for (String folder : List.of("migration", "mariadb")) {
            for (String name : names(folder)) {
                assertThat(Files.readAllLines(Path.of("src/main/resources/db", folder, name)).stream()
                                .map(String::strip)
                                .filter(line -> line.matches("(?i)(create|alter) .*")))
                        .as(folder + "/" + name)
                        .isNotEmpty()
                        .allMatch(line -> line.toLowerCase(Locale.ROOT).contains(" if not exists "));
            }
        }
    }

    private static List<String> names(String folder) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/db", folder))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
