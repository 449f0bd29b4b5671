// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.numbering.NumberPlan;
import io.vmnhub.numbering.NumberState;
import io.vmnhub.numbering.Vmn;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NumbersFileTest {

    @TempDir
    private Path folder;

    private ConfigFolder config() throws IOException {
        Files.writeString(
                folder.resolve("numbers.yaml"),
                "ranges: []\nimports:\n- {file: all.csv, application: acme, state: suspended, diagnostic: 1}\n");
        return new ConfigFolder(folder, name -> Optional.empty());
    }

    @Test
    void linesSayWhatDiffersFromTheirImport() throws IOException {
        Files.writeString(folder.resolve("all.csv"), """
                \uFEFFimsi,msisdn,state,application
                234150000000001,447700900001
                # a comment, and an empty line

                234150000000002,+447700900002,active,demo
                "234150000000003",447700900003,suspended,demo
                234150000000004,447700900004,barred
                """, UTF_8);
        NumberPlan plan = config().numbers();
        assertThat(plan.byMsisdn("447700900001").map(Vmn::settings)).hasValueSatisfying(settings -> {
            assertThat(settings.application()).isEqualTo("acme");
            assertThat(settings.state()).isEqualTo(NumberState.SUSPENDED);
            assertThat(settings.diagnostic()).hasValue(1);
        });
        assertThat(plan.byMsisdn("447700900002").map(Vmn::settings)).hasValueSatisfying(settings -> {
            assertThat(settings.application()).isEqualTo("demo");
            assertThat(settings.state()).isEqualTo(NumberState.ACTIVE);
            assertThat(settings.diagnostic()).isEmpty();
        });
        assertThat(plan.byImsi("234150000000003").map(vmn -> vmn.settings().diagnostic()))
                .hasValueSatisfying(diagnostic -> assertThat(diagnostic).hasValue(1));
        assertThat(plan.byMsisdn("447700900004").map(vmn -> vmn.settings().state()))
                .contains(NumberState.BARRED);
    }

    @Test
    void aMillionLinesLoadInLessThanFiveSecondsMoreThanNone() throws IOException {
        Path file = folder.resolve("all.csv");
        Files.writeString(file, "");
        ConfigFolder config = config();
        config.numbers();
        long none = nanos(config);
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            for (int i = 0; i < 1_000_000; i++) {
                writer.write((447_000_000_000L + i) + "," + (234_150_000_000_000L + i * 7L) + ",demo,active,north\n");
            }
        }
        long million = Math.min(nanos(config), nanos(config)); // what else the machine does counts less
        assertThat(config.numbers().size()).isEqualTo(1_000_000);
        assertThat(Duration.ofNanos(million - none)).isLessThan(Duration.ofSeconds(5));
    }

    private static long nanos(ConfigFolder config) {
        long begun = System.nanoTime();
        config.numbers();
        return System.nanoTime() - begun;
    }

    @Test
    void theFilesThatAreReadAgainAreThoseThatItImports() throws IOException {
        Path file = folder.resolve("all.csv");
        Files.writeString(file, "447700900001,234150000000001\n");
        assertThat(config().numbersFiles()).containsExactly(folder.resolve("numbers.yaml"), file);
    }
}
