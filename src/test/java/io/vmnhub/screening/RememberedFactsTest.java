// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.screening;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.screening.Given.Time;
import io.vmnhub.screening.Spoofing.Action;
import io.vmnhub.sms.Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A restart is another screening with the same files; a crash is one whose predecessor was never closed. */
class RememberedFactsTest {

    private static final String SMSC = "1";
    private static final String GRAY_SMSC = "2";

    @TempDir
    private Path folder;

    private final Time time = new Time();
    private final Given rules =
            new Given().spoofing(Action.REJECT, Spoofing.Check.UNSOLICITED).listed(Colour.GRAY, GRAY_SMSC);
    private Screening screening;
    private RememberedFacts facts;

    private void start() throws IOException {
        start(rules);
    }

    private void start(Given given) throws IOException {
        screening = given.screening(time);
        facts = new RememberedFacts(screening, folder.resolve("screening"));
        facts.read();
        facts.write();
    }

    private void query(String smsc) {
        assertThat(screening.query(Sender.of(smsc), Given.VMN, "demo").rule()).isEmpty();
    }

    private Verdict message(String smsc) {
        return screening.message(Sender.of(smsc), "demo", Given.message("Hi"));
    }

    /** After an hour of which all queries are known, and with a gray sender's first attempt. */
    private void someLife() throws IOException {
        start();
        time.pass(Duration.ofHours(1));
        query(SMSC);
        query(GRAY_SMSC);
        assertThat(message(GRAY_SMSC).rule()).isEqualTo("list.gray");
    }

    private long size() throws IOException {
        return Files.size(folder.resolve("screening/gray-list.journal"));
    }

    @Test
    void queriesAndGrayCombinationsSurviveACleanRestart() throws IOException {
        someLife();
        facts.close();
        time.pass(Duration.ofMinutes(2));
        start();
        assertThat(message(SMSC).rule()).isEmpty();
        assertThat(message(GRAY_SMSC).rule()).isEmpty();
        assertThat(message("3"))
                .satisfies(verdict -> assertThat(verdict.rule()).isEqualTo("spoofing.unsolicited"))
                .satisfies(
                        verdict -> assertThat(verdict.outcome()).isEqualTo(new Outcome.Reject(Outcome.Reject.FINAL)));
    }

    @Test
    void theySurviveACrashUpToTheLastWrite() throws IOException {
        someLife();
        facts.write();
        time.pass(Duration.ofMinutes(2));
        start();
        assertThat(message(SMSC).rule()).isEmpty();
        assertThat(message(GRAY_SMSC).rule()).isEmpty();
    }

    @Test
    void afterACrashWhoMayHaveAskedInTheLastMomentIsRefusedForAWhileOnly() throws IOException {
        someLife();
        facts.write();
        query("3"); // never written
        start();
        assertThat(message("3").outcome()).isEqualTo(new Outcome.Reject(Outcome.Reject.BUSY));
        query("3");
        assertThat(message("3").rule()).isEmpty();
        time.pass(Duration.ofHours(1));
        assertThat(message("4").outcome()).isEqualTo(new Outcome.Reject(Outcome.Reject.FINAL));
    }

    @Test
    void aSecondCrashBeforeAnythingNewLosesNothing() throws IOException {
        someLife();
        facts.write();
        start();
        start();
        time.pass(Duration.ofMinutes(2));
        assertThat(message(SMSC).rule()).isEmpty();
        assertThat(message(GRAY_SMSC).rule()).isEmpty();
    }

    @Test
    void aCrashBeforeAllQueriesAreKnownHoldsNothingAgainstAnybodyAndTheTimeGoesOn() throws IOException {
        start();
        time.pass(Duration.ofMinutes(30));
        facts.write();
        start();
        assertThat(message("3").rule()).isEmpty();
        time.pass(Duration.ofMinutes(30));
        assertThat(message("3").rule()).isEqualTo("spoofing.unsolicited");
    }

    @Test
    void whoWantsOlderQueriesToCountAfterARestartBeginsAnew() throws IOException {
        someLife();
        facts.close();
        start(new Given()
                .spoofing(new Spoofing(
                        Map.of(Spoofing.Check.UNSOLICITED, Action.REJECT),
                        Outcome.Reject.FINAL,
                        Duration.ofHours(6),
                        1000,
                        true)));
        assertThat(message("3").rule()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 17})
    void aRecordThatACrashHasCutOffIsLeftOutAndTheOthersAreRead(int cut) throws IOException {
        someLife();
        facts.write();
        long complete = size();
        assertThat(screening
                        .message(
                                Sender.of(GRAY_SMSC),
                                "demo",
                                Given.message(Address.international("4"), Given.VMN, "Hi"))
                        .rule())
                .isEqualTo("list.gray");
        facts.write();
        try (var channel =
                Files.newByteChannel(folder.resolve("screening/gray-list.journal"), StandardOpenOption.WRITE)) {
            assertThat(channel.size()).isGreaterThan(complete + cut);
            channel.truncate(channel.size() - cut);
        }
        time.pass(Duration.ofMinutes(2));
        start();
        assertThat(message(GRAY_SMSC).rule()).isEmpty();
        assertThat(screening.sizes().gray()).isEqualTo(1);
    }

    @Test
    void whatIsForgottenStaysForgotten() throws IOException {
        someLife();
        facts.write();
        assertThat(screening.forgetGray(Optional.of(GRAY_SMSC), Optional.empty(), Optional.empty()))
                .isEqualTo(1);
        facts.write();
        time.pass(Duration.ofMinutes(2));
        start();
        assertThat(message(GRAY_SMSC).rule()).isEqualTo("list.gray");
    }

    @Test
    void theFileGrowsNoFurtherThanItsFacts() throws IOException {
        start(new Given()
                .unlisted(Colour.GRAY)
                .gray(new GrayListing(
                        Duration.ofSeconds(60),
                        Duration.ofHours(4),
                        Duration.ofDays(36),
                        100,
                        true,
                        Outcome.Reject.BUSY,
                        Optional.empty())));
        for (int i = 0; i < 200_000; i++) {
            screening.message(
                    Sender.of(SMSC),
                    "demo",
                    Given.message(Address.international("44" + (1_000_000 + i)), Given.VMN, ""));
            if (i % 1_000 == 0) {
                facts.write();
            }
        }
        assertThat(size()).isLessThan(2_000_000);
        facts.close();
        assertThat(size()).isLessThan(20_000);
    }

    @Test
    void moreBetweenTwoWritesThanCanWaitIsWrittenAllTheSame() throws IOException {
        start(new Given().unlisted(Colour.GRAY));
        for (int i = 0; i < 100_000; i++) {
            screening.message(
                    Sender.of(SMSC),
                    "demo",
                    Given.message(Address.international("44" + (1_000_000 + i)), Given.VMN, ""));
        }
        facts.write();
        start(new Given().unlisted(Colour.GRAY));
        assertThat(screening.sizes().gray()).isEqualTo(100_000);
    }

    @Test
    void nothingIsKeptWithoutPersist() throws IOException {
        someLife();
        facts.close();
        start(new Given()
                .unlisted(Colour.GRAY)
                .gray(new GrayListing(
                        Duration.ofSeconds(60),
                        Duration.ofHours(4),
                        Duration.ofDays(36),
                        100,
                        false,
                        Outcome.Reject.BUSY,
                        Optional.empty())));
        message(SMSC);
        facts.write();
        assertThat(folder.resolve("screening")).isEmptyDirectory();
    }

    @Test
    void aFileOfAnotherKindIsToldWithItsNameAndKept() throws IOException {
        Files.createDirectories(folder.resolve("screening"));
        Files.writeString(folder.resolve("screening/queries.journal"), "something else");
        screening = rules.screening(time);
        assertThat(new RememberedFacts(screening, folder.resolve("screening")).read())
                .singleElement()
                .satisfies(damage -> assertThat(damage.toString()).contains("queries.journal", "14 octets"))
                .satisfies(damage -> assertThat(damage.kept().orElseThrow()).hasContent("something else"));
    }

    @Test
    void aDamagedRecordCostsItsFactOnlyAndNobodyIsTakenForSomebodyWhoNeverAsked() throws IOException {
        someLife();
        facts.close();
        Path queries = folder.resolve("screening/queries.journal");
        byte[] octets = Files.readAllBytes(queries);
        octets[octets.length / 2] ^= 0x40;
        Files.write(queries, octets);
        time.pass(Duration.ofMinutes(2));
        start();
        assertThat(message(GRAY_SMSC).rule()).isEmpty();
        assertThat(message("3").rule())
                .as("its query may have been the one that is lost")
                .isEmpty();
    }
}
