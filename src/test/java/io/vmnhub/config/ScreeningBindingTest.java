// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.screening.Colour;
import io.vmnhub.screening.ListEntry;
import io.vmnhub.screening.Outcome;
import io.vmnhub.screening.Rate;
import io.vmnhub.screening.ScreeningRules;
import io.vmnhub.screening.Spoofing;
import io.vmnhub.sms.MapUserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScreeningBindingTest {

    private static ScreeningRules rules(Path folder) {
        return new ConfigFolder(folder, name -> Optional.empty()).screening();
    }

    @Test
    void theFullFileIsReadAsItSays() {
        ScreeningRules rules = rules(Path.of("src/test/resources/io/vmnhub/config/full"));
        assertThat(rules.unlisted()).isEqualTo(Colour.GRAY);
        assertThat(rules.black())
                .isEqualTo(new Outcome.Reject(MapUserError.parse("sm-DeliveryFailure(memoryCapacityExceeded)")));
        assertThat(rules.white()).hasValue(new Rate(100, Duration.ofSeconds(1), 200));
        assertThat(rules.gray().minDelay()).isEqualTo(Duration.ofSeconds(30));
        assertThat(rules.gray().remember()).isEqualTo(Duration.ofDays(20));
        assertThat(rules.entries())
                .extracting(entry -> entry.colour() + " " + entry.address())
                .containsExactly(
                        "BLACK 4477999*",
                        "BLACK 4479990*",
                        "BLACK 447999100000-447999199999",
                        "WHITE 447700000100",
                        "WHITE 447700000300",
                        "GRAY 50*",
                        "GRAY 49*");
        ListEntry ofFile = rules.entries().get(1);
        assertThat(ofFile.comment()).isEqualTo("one, with a comma");
        assertThat(ofFile.expires()).hasValue(Instant.parse("2027-01-31T00:00:00Z"));
        assertThat(ofFile.file()).endsWith("lists/black.csv");
        assertThat(ofFile.line()).isEqualTo(3);
        assertThat(rules.entries().get(4).expires()).hasValue(Instant.parse("2027-01-31T11:00:00Z"));
        assertThat(rules.spoofing().actions())
                .isEqualTo(Map.of(
                        Spoofing.Check.SCCP_ADDRESS_CHANGED,
                        Spoofing.Action.TAG,
                        Spoofing.Check.MAP_ADDRESS_CHANGED,
                        Spoofing.Action.TAG,
                        Spoofing.Check.FAKED_QUERY,
                        Spoofing.Action.REJECT,
                        Spoofing.Check.FAKED_MESSAGE,
                        Spoofing.Action.TAG,
                        Spoofing.Check.UNSOLICITED,
                        Spoofing.Action.REJECT));
        assertThat(rules.limits()).hasSize(2);
        assertThat(rules.filters()).extracting("name").containsExactly("all", "away", "marked");
    }

    @Test
    void theShippedFileLetsEverythingPass() {
        assertThat(rules(Path.of("config"))).isEqualTo(ScreeningRules.PERMISSIVE);
    }

    @Test
    void withoutAFileEverythingPasses(@TempDir Path folder) {
        assertThat(rules(folder)).isEqualTo(ScreeningRules.PERMISSIVE);
    }

    @Test
    void theExamplesOfTheShippedFileAreGood(@TempDir Path folder) throws IOException {
        String shipped = Files.readString(Path.of("config/screening.yaml"));
        String sections = shipped.substring(shipped.indexOf("smscs:"))
                .lines()
                .map(line -> line.startsWith("#  ") ? line.substring(1) : line)
                .map(line -> line.matches("# [a-z]+:") ? line.substring(2) : line)
                .map(line -> line.contains("files:") ? "" : line)
                .collect(Collectors.joining("\n"));
        Files.writeString(folder.resolve("screening.yaml"), sections);
        ScreeningRules rules = rules(folder);
        assertThat(rules.entries()).hasSize(3);
        assertThat(rules.limits()).hasSize(3);
        assertThat(rules.spoofing().actions()).hasSize(4);
        assertThat(rules.filters()).hasSize(5);
    }

    @Test
    void aListFileMayHaveAHundredThousandLines(@TempDir Path folder) throws IOException {
        Files.writeString(
                folder.resolve("black.csv"),
                IntStream.range(0, 100_000)
                        .mapToObj(i -> "49" + (1_000_000 + i) + "*,spam\n")
                        .collect(Collectors.joining()));
        Files.writeString(folder.resolve("screening.yaml"), "smscs: {black: {files: [black.csv]}}");
        assertThat(rules(folder).entries()).hasSize(100_000);
    }
}
