// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.screening;

import static io.vmnhub.screening.Spoofing.Check.FAKED_MESSAGE;
import static io.vmnhub.screening.Spoofing.Check.FAKED_QUERY;
import static io.vmnhub.screening.Spoofing.Check.MAP_ADDRESS_CHANGED;
import static io.vmnhub.screening.Spoofing.Check.SCCP_ADDRESS_CHANGED;
import static io.vmnhub.screening.Spoofing.Check.UNSOLICITED;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.screening.Given.Time;
import io.vmnhub.screening.Spoofing.Action;
import io.vmnhub.sms.Address;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SpoofingTest {

    private static final Spoofing.Check[] ALL = Spoofing.Check.values();

    private final Time time = new Time();

    private Screening screening(Action action, Spoofing.Check... checks) {
        Screening screening = new Given().spoofing(action, checks).screening(time);
        time.pass(Duration.ofHours(1)); // only then it is known which queries there were
        return screening;
    }

    private static Verdict message(Screening screening, String sccp, String map) {
        return screening.message(sender(sccp, map), "demo", Given.message("Hi"));
    }

    private static Sender sender(String sccp, String map) {
        return new Sender(Optional.ofNullable(sccp), map == null ? "" : map);
    }

    /** What the query shows, what the message shows, and which checks find something. */
    @ParameterizedTest
    @CsvSource({
        "1,1,1,1,",
        "1,2,1,2,fakedQuery fakedMessage",
        "1,1,1,2,mapAddressChanged fakedMessage",
        "1,1,2,1,sccpAddressChanged fakedMessage",
        "1,1,2,2,unsolicited",
        "1,2,1,1,mapAddressChanged fakedQuery",
        "1,2,2,2,sccpAddressChanged fakedQuery",
        "1,1,,1,",
        "1,1,1,,",
        ",1,,1,",
        ",1,1,1,",
        ",,3,3,unsolicited",
        "1,1,2,3,fakedMessage unsolicited"
    })
    void theAddressesOfQueryAndMessageAreCompared(
            String querySccp, String queryMap, String sccp, String map, String found) {
        Screening screening = screening(Action.TAG, ALL);
        if (querySccp != null || queryMap != null) {
            assertThat(screening
                            .query(sender(querySccp, queryMap), Given.VMN, "demo")
                            .rule())
                    .isEmpty();
        }
        Verdict verdict = message(screening, sccp, map);
        assertThat(verdict.rule()).isEmpty();
        assertThat(String.join(" ", verdict.tags())).isEqualTo(found == null ? "" : found);
    }

    @ParameterizedTest
    @EnumSource(names = {"SCCP_ADDRESS_CHANGED", "MAP_ADDRESS_CHANGED", "FAKED_MESSAGE", "UNSOLICITED"})
    void aCheckThatRejectsDoesAndOneThatIsOffDoesNot(Spoofing.Check check) {
        String sccp = check == MAP_ADDRESS_CHANGED || check == FAKED_MESSAGE ? "1" : "2";
        String map = check == SCCP_ADDRESS_CHANGED ? "1" : "2";
        for (Spoofing.Check on : ALL) {
            Screening screening = screening(Action.REJECT, on);
            screening.query(Sender.of("1"), Given.VMN, "demo");
            Verdict verdict = message(screening, sccp, map);
            boolean alsoWrong =
                    on == FAKED_MESSAGE && !sccp.equals(map) || check == FAKED_MESSAGE && on == MAP_ADDRESS_CHANGED;
            assertThat(verdict.rule())
                    .as(on + " in the case of " + check)
                    .isEqualTo(on == check || alsoWrong ? on.rule() : "");
            assertThat(verdict.outcome().refuses()).isEqualTo(on == check || alsoWrong);
        }
    }

    @Test
    void aFakedQueryIsRejectedAtOnceAndAllowsNothing() {
        Screening screening = screening(Action.REJECT, FAKED_QUERY, UNSOLICITED);
        assertThat(screening.query(sender("1", "2"), Given.VMN, "demo").rule()).isEqualTo("spoofing.fakedQuery");
        assertThat(message(screening, "1", "1").rule()).isEqualTo("spoofing.unsolicited");
    }

    @Test
    void aQueryAllowsMessagesForItsTimeToItsNumberOnly() {
        Screening screening = screening(Action.REJECT, UNSOLICITED);
        screening.query(Sender.of("1"), Given.VMN, "demo");
        time.pass(Duration.ofHours(1));
        assertThat(message(screening, "1", "1").rule()).isEmpty();
        assertThat(screening
                        .message(
                                Sender.of("1"), "demo", Given.message(Address.international("1"), "447700900002", "Hi"))
                        .rule())
                .isEqualTo("spoofing.unsolicited");
        time.pass(Duration.ofMillis(1));
        assertThat(message(screening, "1", "1").rule()).isEqualTo("spoofing.unsolicited");
    }

    @Test
    void whatCameBeforeTheCheckWasSwitchedOnIsNotHeldAgainstAnybody() {
        Screening screening = new Given().screening(time);
        screening.query(Sender.of("1"), Given.VMN, "demo");
        screening.replace(new Given().spoofing(Action.REJECT, UNSOLICITED).rules());
        time.pass(Duration.ofMinutes(59));
        assertThat(message(screening, "1", "1").rule()).isEmpty();
        time.pass(Duration.ofMinutes(1));
        assertThat(message(screening, "1", "1").rule()).isEqualTo("spoofing.unsolicited");
    }

    @Test
    void theMemoryIsBounded() {
        Screening screening = screening(Action.TAG, UNSOLICITED);
        for (int i = 0; i < 100_000; i++) {
            screening.query(Sender.of(String.valueOf(i)), Given.VMN, "demo");
        }
        assertThat(screening.sizes().queries()).isLessThanOrEqualTo(2_000);
    }
}
