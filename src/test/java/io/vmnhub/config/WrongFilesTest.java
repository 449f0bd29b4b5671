// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each folder in {@code src/test/resources/io/vmnhub/config/wrong} has a wrong file, and in errors.txt what must be
 * said about it.
 */
class WrongFilesTest {

    private static final Path CASES = Path.of("src/test/resources/io/vmnhub/config/wrong");
    private static final Map<String, String> ENVIRONMENT = Map.of("SECRET", "hunter2", "NUMBER", "447700900001");

    static Stream<Path> cases() throws IOException {
        return Files.list(CASES).sorted();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyErrorIsToldWithItsPlace(Path folder) throws IOException {
        ConfigFolder config =
                new ConfigFolder(folder, name -> Optional.empty(), name -> Optional.ofNullable(ENVIRONMENT.get(name)));
        ConfigException refusal = catchThrowableOfType(
                ConfigException.class,
                Files.exists(folder.resolve("ss7.yaml"))
                        ? config::ss7
                        : Files.exists(folder.resolve("screening.yaml"))
                                ? config::screening
                                : Files.exists(folder.resolve("smpp.yaml"))
                                        ? config::smpp
                                        : Files.exists(folder.resolve("cluster.yaml"))
                                                ? config::cluster
                                                : config::numbers);
        assertThat(refusal).as("the exception for " + folder).isNotNull();
        List<String> told = refusal.getMessage()
                .lines()
                .map(line -> line.replace(folder + "/", ""))
                .toList();
        assertThat(told).containsExactlyElementsOf(Files.readAllLines(folder.resolve("errors.txt")));
        assertThat(refusal.getMessage()).doesNotContain("hunter2");
    }
}
