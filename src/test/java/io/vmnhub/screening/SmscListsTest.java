// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.screening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmnhub.screening.Given.Time;
import io.vmnhub.sms.MapUserError;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmscListsTest {

    private final Screening screening = new Given()
            .listed(Colour.BLACK, "4477*")
            .listed(Colour.WHITE, "44770000*")
            .listed(Colour.GRAY, "447700000100-447700000199")
            .listed(Colour.BLACK, "447700000150")
            .listed(Colour.GRAY, "49")
            .listed(Colour.WHITE, "0049*")
            .screening();

    @ParameterizedTest
    @CsvSource({
        "447800000000,UNLISTED",
        "447700000150,BLACK",
        "447700000151,GRAY",
        "447700000099,WHITE",
        "447700000200,WHITE",
        "447711,BLACK",
        "4477,BLACK",
        "447,UNLISTED",
        "49,GRAY",
        "490,UNLISTED",
        "0049123,WHITE",
        "44770000015,WHITE",
        "4477000001500,WHITE",
        "4477AB,BLACK",
        "AB4477,UNLISTED",
        "447700000150447700000150,WHITE",
        "'',UNLISTED"
    })
    void theMostSpecificEntryCounts(String address, Colour colour) {
        assertThat(screening
                        .message(Sender.of(address), "demo", Given.message("Hi"))
                        .list())
                .isEqualTo(colour);
    }

    @ParameterizedTest
    @CsvSource({
        "447700000150,447700000099,BLACK",
        "447700000099,447700000150,BLACK",
        "447700000151,447700000099,GRAY",
        "447700000099,447700000098,WHITE",
        "447700000099,490,UNLISTED",
        "490,447700000099,UNLISTED",
        ",447700000099,WHITE",
        "447700000099,'',WHITE",
        ",447700000150,BLACK",
        "490,447700000151,GRAY"
    })
    void ofTwoAddressesTheStricterCounts(String sccp, String map, Colour colour) {
        Sender sender = new Sender(Optional.ofNullable(sccp), map);
        assertThat(screening.message(sender, "demo", Given.message("Hi")).list())
                .isEqualTo(colour);
    }

    @Test
    void anEntryThatHasExpiredGivesWayToTheNext() {
        Time time = new Time();
        Screening expiring = new Given()
                .listed(Colour.WHITE, "44*")
                .listed(Colour.BLACK, "447700000100", time.instant().plusSeconds(10))
                .screening(time);
        assertThat(expiring.message(Sender.of(Given.SMSC), "demo", Given.message("Hi"))
                        .list())
                .isEqualTo(Colour.BLACK);
        time.pass(Duration.ofSeconds(10));
        assertThat(expiring.message(Sender.of(Given.SMSC), "demo", Given.message("Hi"))
                        .list())
                .isEqualTo(Colour.WHITE);
    }

    @ParameterizedTest
    @CsvSource({"BLACK,list.black", "GRAY,list.gray", "UNLISTED,''"})
    void whatIsOnNoListIsTakenForWhatThePolicySays(Colour policy, String rule) {
        assertThat(new Given()
                        .unlisted(policy)
                        .screening()
                        .message(Sender.of(Given.SMSC), "demo", Given.message("Hi"))
                        .rule())
                .isEqualTo(rule);
    }

    @Test
    void theBlackOutcomeIsOneForQueriesAndMessagesButADiscardedMessageNeedsItsQuery() {
        for (Outcome outcome : new Outcome[] {
            new Outcome.Reject(MapUserError.parse("callBarred")), new Outcome.NoAnswer(), new Outcome.Discard()
        }) {
            Screening black =
                    new Given().listed(Colour.BLACK, "44*").black(outcome).screening();
            assertThat(black.message(Sender.of(Given.SMSC), "demo", Given.message("Hi"))
                            .outcome())
                    .isEqualTo(outcome);
            assertThat(black.query(Sender.of(Given.SMSC), Given.VMN, "demo").outcome())
                    .isEqualTo(outcome instanceof Outcome.Discard ? new Outcome.Accept() : outcome);
        }
    }

    @Test
    void overlappingRangesAreRefusedAndTheOldRulesStay() {
        assertThatThrownBy(() -> screening.replace(new Given()
                        .listed(Colour.BLACK, "100-200")
                        .listed(Colour.WHITE, "150-300")
                        .rules()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("100-200")
                .hasMessageContaining("150-300");
        assertThat(screening
                        .message(Sender.of("447700000150"), "demo", Given.message("Hi"))
                        .list())
                .isEqualTo(Colour.BLACK);
    }

    @Test
    void anIndexFindsWhatAWalkThroughAllPatternsFinds() {
        Random random = new Random(7);
        Map<DigitPattern, DigitPattern> patterns = new HashMap<>();
        for (int i = 0; i < 3_000; i++) {
            String digits = digits(random, 1 + random.nextInt(7));
            DigitPattern pattern = DigitPattern.parse(random.nextBoolean() ? digits + "*" : digits);
            patterns.put(pattern, pattern);
        }
        for (int i = 0; i < 400; i++) {
            DigitPattern range =
                    DigitPattern.parse("8" + String.format("%05d", i * 20) + "-8" + String.format("%05d", i * 20 + 7));
            patterns.put(range, range);
        }
        DigitIndex<DigitPattern> index = new DigitIndex<>(patterns);
        for (int i = 0; i < 20_000; i++) {
            String digits = (random.nextBoolean() ? "8" : "") + digits(random, 1 + random.nextInt(8));
            Optional<DigitPattern> walked = patterns.keySet().stream()
                    .filter(pattern -> pattern.matches(digits))
                    .min((one, other) -> one.kind() != other.kind()
                            ? one.kind().compareTo(other.kind())
                            : Integer.compare(other.from().length(), one.from().length()));
            assertThat(index.find(digits, pattern -> true)).as(digits).isEqualTo(walked);
        }
    }

    private static String digits(Random random, int count) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < count; i++) {
            digits.append(random.nextInt(10));
        }
        return digits.toString();
    }

    @ParameterizedTest
    @CsvSource({"44x", "44**", "4-", "-4", "200-100", "10-200", "''", "1234567890123456789", "+"})
    void wrongPatternsAreRefused(String text) {
        assertThatThrownBy(() -> DigitPattern.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
