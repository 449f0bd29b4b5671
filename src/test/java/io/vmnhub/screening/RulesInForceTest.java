// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.screening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesInForceTest {

    private static final DigitPattern ADDRESS = DigitPattern.parse(Given.SMSC);

    @TempDir
    private Path folder;

    private RulesInForce rules;

    @BeforeEach
    void begin() throws IOException {
        rules = start(new Given().listed(Colour.WHITE, Given.SMSC).rules());
    }

    private RulesInForce start(ScreeningRules seed) throws IOException {
        return new RulesInForce(seed, folder.resolve("data/smsc-lists.changes"), Screening::new);
    }

    private Colour colour() {
        return rules.screening()
                .message(Sender.of(Given.SMSC), "demo", Given.message("Hi"))
                .list();
    }

    @Test
    void aChangeCountsAtOnceOverTheConfigurationAndAfterARestart() throws IOException {
        assertThat(colour()).isEqualTo(Colour.WHITE);
        rules.add(Colour.BLACK, ADDRESS, "a flood,\tseen at noon", Optional.empty());
        assertThat(colour()).isEqualTo(Colour.BLACK);
        rules = start(new Given().listed(Colour.WHITE, Given.SMSC).rules());
        assertThat(colour()).isEqualTo(Colour.BLACK);
        assertThat(rules.screening().entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.comment()).isEqualTo("a flood, seen at noon"));
    }

    @Test
    void aRemovedEntryStaysRemovedUntilTheChangeIsForgotten() throws IOException {
        assertThat(rules.remove(ADDRESS)).isTrue();
        assertThat(rules.remove(DigitPattern.parse("99*"))).isFalse();
        assertThat(colour()).isEqualTo(Colour.UNLISTED);
        rules.seed(new Given().listed(Colour.BLACK, Given.SMSC).rules());
        assertThat(colour()).isEqualTo(Colour.UNLISTED);
        rules = start(new Given().listed(Colour.BLACK, Given.SMSC).rules());
        assertThat(colour()).isEqualTo(Colour.UNLISTED);
        assertThat(rules.forget(ADDRESS)).isTrue();
        assertThat(rules.forget(ADDRESS)).isFalse();
        assertThat(colour()).isEqualTo(Colour.BLACK);
        rules = start(new Given().listed(Colour.GRAY, Given.SMSC).rules());
        assertThat(colour()).isEqualTo(Colour.GRAY);
    }

    @Test
    void aRangeThatOverlapsIsRefusedAndNothingChanges() throws IOException {
        rules.add(Colour.BLACK, DigitPattern.parse("100-199"), "", Optional.empty());
        assertThatThrownBy(() -> rules.add(Colour.WHITE, DigitPattern.parse("150-250"), "", Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(rules.screening().entries()).hasSize(2);
        assertThat(Files.readString(folder.resolve("data/smsc-lists.changes")))
                .contains("100-199")
                .doesNotContain("150-250");
    }

    @Test
    void whatCannotBeWrittenIsNotInForce() throws IOException {
        Files.writeString(folder.resolve("file"), "");
        rules = new RulesInForce(ScreeningRules.PERMISSIVE, folder.resolve("file/changes"), Screening::new);
        assertThatThrownBy(() -> rules.add(Colour.BLACK, ADDRESS, "", Optional.empty()))
                .isInstanceOf(IOException.class);
        assertThat(colour()).isEqualTo(Colour.UNLISTED);
    }

    @Test
    void manyAreAddedAtOnce() throws IOException {
        rules.add(IntStream.range(0, 100_000)
                .mapToObj(i -> new ListEntry(
                        Colour.GRAY,
                        DigitPattern.parse("49" + (1_000_000 + i)),
                        "",
                        Optional.empty(),
                        ListEntry.RUNTIME,
                        0))
                .toList());
        assertThat(rules.screening().sizes().listed()).isEqualTo(100_001);
    }

    @Test
    void aDamagedJournalIsToldWithItsLine() throws IOException {
        Files.createDirectories(folder.resolve("data"));
        Files.write(folder.resolve("data/smsc-lists.changes"), List.of("# fine", "add\t44*\tPINK\t\t"));
        assertThatThrownBy(() -> start(ScreeningRules.PERMISSIVE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("smsc-lists.changes:2");
        Files.write(folder.resolve("data/smsc-lists.changes"), List.of("# fine", "remove", "remove\t45*"));
        assertThatThrownBy(() -> start(ScreeningRules.PERMISSIVE))
                .hasMessageContaining("smsc-lists.changes:2")
                .hasMessageContaining("ends too early");
        Files.write(
                folder.resolve("data/smsc-lists.changes"), new byte[] {'#', '\n', 'a', 'd', 'd', (byte) 0xff, '\n'});
        assertThatThrownBy(() -> start(ScreeningRules.PERMISSIVE))
                .hasMessageContaining("smsc-lists.changes:2")
                .hasMessageContaining("not UTF-8");
    }

    @Test
    void aLineThatACrashHasCutOffKeepsNoHubFromStarting() throws IOException {
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data/smsc-lists.changes"), "# fine\nadd\t44*\tBLACK\t\t\nadd\t45");
        assertThat(start(ScreeningRules.PERMISSIVE).screening().entries()).hasSize(1);
    }
}
