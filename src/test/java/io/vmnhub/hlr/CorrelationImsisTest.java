// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.hlr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmnhub.hlr.CorrelationImsis.Exhausted;
import io.vmnhub.hlr.CorrelationImsis.Refusal;
import io.vmnhub.numbering.NumberPlan;
import io.vmnhub.numbering.NumberRange;
import io.vmnhub.numbering.NumberSettings;
import io.vmnhub.numbering.NumberState;
import io.vmnhub.numbering.Vmn;
import io.vmnhub.sms.MapUserErrorException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorrelationImsisTest {

    private static final String POOL = "234157";
    private static final String VMN = "447700900001";
    private static final String TITLE = "447700000100";
    private static final String CENTRE = "447785016005";

    private final AtomicLong clock = new AtomicLong();
    private final CorrelationImsis imsis =
            new CorrelationImsis(POOL, Duration.ofMinutes(10), 1_000, Exhausted.REFUSE, imsi -> false, clock::get);
    private final NumberSettings correlated = new NumberSettings(
            "acme",
            "",
            NumberState.ACTIVE,
            OptionalInt.empty(),
            NumberSettings.Hlr.OWN,
            true,
            List.of(),
            Optional.empty(),
            Optional.empty());
    private final HomeLocationRegister register = new HomeLocationRegister(
            NumberPlan.of(List.of(
                    new NumberRange(VMN, VMN, "234150000000001", correlated),
                    NumberRange.single("447700900002", "234150000000002", "acme"))),
            "447700000001",
            Optional.of(imsis));

    private void later(Duration time) {
        clock.addAndGet(time.toMillis());
    }

    private String asked() throws MapUserErrorException {
        return register.routingInfo(register.subscriber(VMN), TITLE, CENTRE).imsi();
    }

    private String delivered(String imsi, String title, String centre) {
        try {
            return register.recipient(imsi, title, centre).msisdn();
        } catch (MapUserErrorException e) {
            return e.error().toString();
        }
    }

    @Test
    void whatOneNodeGivesHoldsAtAnotherAndIsNotGivenTwice() throws Exception {
        CorrelationImsis other =
                new CorrelationImsis(POOL, Duration.ofMinutes(10), 1_000, Exhausted.REFUSE, imsi -> false, clock::get);
        imsis.tell((imsi, binding) -> {
            try {
                other.learn(binding);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        String imsi = asked();
        assertThat(other.find(imsi, TITLE, CENTRE).msisdn()).contains(VMN);
        assertThat(other.give(VMN, TITLE, CENTRE)).contains(imsi);
        assertThat(other.find(imsi, "447700000666", CENTRE).refusal()).contains(CorrelationImsis.Refusal.OTHER_SENDER);
        later(Duration.ofMinutes(11));
        assertThat(other.find(imsi, TITLE, CENTRE).refusal()).contains(CorrelationImsis.Refusal.EXPIRED);
    }

    @Test
    void whoHasAskedDeliversAndAsOftenAsNeedBe() throws Exception {
        String imsi = asked();
        assertThat(imsi).startsWith(POOL).hasSize(15);
        for (int part = 0; part < 10; part++) {
            assertThat(delivered(imsi, TITLE, CENTRE)).isEqualTo(VMN);
        }
    }

    @Test
    void anotherSmscDeliversNothing() throws Exception {
        String imsi = asked();
        assertThat(delivered(imsi, "447700000999", CENTRE)).isEqualTo("unidentifiedSubscriber");
        assertThat(delivered(imsi, TITLE, "447785016999")).isEqualTo("unidentifiedSubscriber");
        assertThat(imsis.refusals(Refusal.OTHER_SENDER)).isEqualTo(2);
        assertThat(register.routingInfo(register.subscriber(VMN), "447700000999", CENTRE)
                        .imsi())
                .isNotEqualTo(imsi);
    }

    @Test
    void anImsiThatIsOverDeliversNothing() throws Exception {
        String imsi = asked();
        later(Duration.ofMinutes(10));
        assertThat(delivered(imsi, TITLE, CENTRE)).isEqualTo("unidentifiedSubscriber");
        assertThat(imsis.refusals(Refusal.EXPIRED)).isEqualTo(1);
        later(Duration.ofMinutes(11));
        assertThat(asked()).isNotEqualTo(imsi);
        assertThat(delivered(imsi, TITLE, CENTRE)).isEqualTo("unidentifiedSubscriber");
        assertThat(imsis.refusals(Refusal.UNKNOWN)).isEqualTo(1);
    }

    @Test
    void tenThousandGuessesDeliverNothing() throws Exception {
        String imsi = asked();
        Random random = new Random(42);
        for (int i = 0; i < 10_000; i++) {
            String guess = POOL + String.format("%09d", random.nextInt(1_000_000_000));
            if (!guess.equals(imsi)) {
                assertThat(delivered(guess, TITLE, CENTRE)).isEqualTo("unidentifiedSubscriber");
            }
        }
        assertThat(imsis.refusals(Refusal.UNKNOWN)).isEqualTo(10_000);
        assertThat(imsis.size()).isEqualTo(1);
    }

    @Test
    void theNumbersOwnImsiDeliversNothingAndThatOfOthersDoes() {
        assertThat(delivered("234150000000001", TITLE, CENTRE)).isEqualTo("unidentifiedSubscriber");
        assertThat(imsis.refusals(Refusal.OWN_IMSI)).isEqualTo(1);
        assertThat(delivered("234150000000002", TITLE, CENTRE)).isEqualTo("447700900002");
    }

    @Test
    void whoAsksAgainGetsTheSameForHalfOfItsLifetime() throws Exception {
        String first = asked();
        later(Duration.ofMinutes(4));
        assertThat(asked()).isEqualTo(first);
        later(Duration.ofMinutes(2));
        String second = asked();
        assertThat(second).isNotEqualTo(first);
        assertThat(delivered(first, TITLE, CENTRE))
                .as("the first is not over yet")
                .isEqualTo(VMN);
        assertThat(imsis.size()).isEqualTo(2);
    }

    @Test
    void noMoreAreGivenThanThereMayBe() throws Exception {
        Vmn vmn = register.subscriber(VMN);
        Set<String> given = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            given.add(register.routingInfo(vmn, TITLE, String.valueOf(447_785_000_000L + i))
                    .imsi());
        }
        assertThat(given).hasSize(1_000);
        assertThatThrownBy(() -> register.routingInfo(vmn, TITLE, "447785999999"))
                .isInstanceOfSatisfying(
                        MapUserErrorException.class,
                        refused -> assertThat(refused.error()).hasToString("systemFailure"));
        later(Duration.ofMinutes(21));
        assertThat(register.routingInfo(vmn, TITLE, "447785999999").imsi()).startsWith(POOL);
        assertThat(imsis.size()).isEqualTo(1);
    }

    @Test
    void whereSoConfiguredTheOldestGivesWay() {
        CorrelationImsis few = new CorrelationImsis(
                POOL, Duration.ofMinutes(10), 2, Exhausted.REPLACE_OLDEST, imsi -> false, clock::get);
        String first = few.give(VMN, TITLE, "441").orElseThrow();
        String second = few.give(VMN, TITLE, "442").orElseThrow();
        String third = few.give(VMN, TITLE, "443").orElseThrow();
        assertThat(few.find(first, TITLE, "441").refusal()).contains(Refusal.UNKNOWN);
        assertThat(few.find(second, TITLE, "442").msisdn()).contains(VMN);
        assertThat(few.find(third, TITLE, "443").msisdn()).contains(VMN);
        assertThat(few.size()).isEqualTo(2);
    }

    private CorrelationImsis kept(CorrelationJournal journal) throws IOException {
        CorrelationImsis restarted =
                new CorrelationImsis(POOL, Duration.ofMinutes(10), 1_000, Exhausted.REFUSE, imsi -> false, clock::get);
        restarted.keepIn(journal);
        return restarted;
    }

    @Test
    void whatWasGivenSurvivesARestartAndIsOverAtTheSameTime(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("hlr/imsis");
        String imsi;
        try (CorrelationJournal journal = new CorrelationJournal(file)) {
            CorrelationImsis before = kept(journal);
            before.give("447700900009", TITLE, CENTRE);
            imsi = before.give(VMN, TITLE, CENTRE).orElseThrow();
            before.kept(imsi).get(20, TimeUnit.SECONDS);
        } // the file is as a kill would leave it: nothing is written at the close
        later(Duration.ofMinutes(4));
        try (CorrelationJournal journal = new CorrelationJournal(file)) {
            CorrelationImsis after = kept(journal);
            assertThat(after.find(imsi, TITLE, CENTRE).msisdn()).contains(VMN);
            assertThat(after.find(imsi, "447700000999", CENTRE).refusal()).contains(Refusal.OTHER_SENDER);
            assertThat(after.give(VMN, TITLE, CENTRE)).contains(imsi);
            assertThat(after.size()).isEqualTo(2);
            later(Duration.ofMinutes(6));
            assertThat(after.find(imsi, TITLE, CENTRE).refusal()).contains(Refusal.EXPIRED);
        }
    }
}
