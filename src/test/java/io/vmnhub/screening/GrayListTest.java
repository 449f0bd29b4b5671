// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.screening;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.screening.Given.Time;
import io.vmnhub.sms.Address;
import io.vmnhub.sms.MapUserError;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GrayListTest {

    private final Time time = new Time();
    private final Screening screening = new Given().unlisted(Colour.GRAY).screening(time);

    private boolean passes(String sender, String vmn) {
        return passes(Given.SMSC, sender, vmn);
    }

    private boolean passes(String smsc, String sender, String vmn) {
        Verdict verdict =
                screening.message(Sender.of(smsc), "demo", Given.message(Address.international(sender), vmn, "Hi"));
        if (verdict.outcome().refuses()) {
            assertThat(verdict.rule()).isEqualTo("list.gray");
            assertThat(verdict.outcome()).isEqualTo(new Outcome.Reject(Outcome.Reject.BUSY));
        }
        return !verdict.outcome().refuses();
    }

    private boolean passes() {
        return passes(Given.SENDER, Given.VMN);
    }

    @Test
    void aFirstAttemptIsRefusedARetryAfterTheDelayPassesAndFromThenOnAll() {
        assertThat(passes()).isFalse();
        time.pass(Duration.ofSeconds(59));
        assertThat(passes()).isFalse();
        time.pass(Duration.ofSeconds(1));
        assertThat(passes()).isTrue();
        assertThat(passes()).isTrue();
    }

    @Test
    void anAttemptThatIsTooEarlyDoesNotBeginTheDelayAnew() {
        assertThat(passes()).isFalse();
        for (int i = 0; i < 5; i++) {
            time.pass(Duration.ofSeconds(11));
            assertThat(passes()).isFalse();
        }
        time.pass(Duration.ofSeconds(5));
        assertThat(passes()).isTrue();
    }

    @Test
    void aRetryAfterTheWindowIsAFirstAttempt() {
        assertThat(passes()).isFalse();
        time.pass(Duration.ofHours(4).plusMillis(1));
        assertThat(passes()).isFalse();
        time.pass(Duration.ofMinutes(2));
        assertThat(passes()).isTrue();
    }

    @Test
    void theSmscTheSenderAndTheNumberMustAllBeTheSame() {
        passes();
        time.pass(Duration.ofMinutes(2));
        assertThat(passes("447700000101", Given.SENDER, Given.VMN)).isFalse();
        assertThat(passes("447911000000", Given.VMN)).isFalse();
        assertThat(passes(Given.SENDER, "447700900002")).isFalse();
        assertThat(passes()).isTrue();
    }

    @Test
    void whoHasPassedIsRememberedFor36DaysAfterItsLastMessage() {
        passes();
        time.pass(Duration.ofMinutes(2));
        assertThat(passes()).isTrue();
        time.pass(Duration.ofDays(35));
        assertThat(passes()).isTrue();
        time.pass(Duration.ofDays(36));
        assertThat(passes()).isTrue();
        time.pass(Duration.ofDays(36).plusMillis(1));
        assertThat(passes()).isFalse();
    }

    @Test
    void theTimesCanBeSet() {
        screening.replace(new Given()
                .unlisted(Colour.GRAY)
                .gray(new GrayListing(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(20),
                        10,
                        false,
                        MapUserError.parse("absentSubscriberSM"),
                        Optional.empty()))
                .rules());
        Verdict first = screening.message(Sender.of(Given.SMSC), "demo", Given.message("Hi"));
        assertThat(first.outcome()).isEqualTo(new Outcome.Reject(MapUserError.parse("absentSubscriberSM")));
        time.pass(Duration.ofSeconds(1));
        assertThat(screening
                        .message(Sender.of(Given.SMSC), "demo", Given.message("Hi"))
                        .outcome())
                .isEqualTo(new Outcome.Accept());
    }

    @Test
    void aWhiteSmscPassesAtOnceAndSoDoesAnUnlistedOne() {
        screening.replace(new Given()
                .unlisted(Colour.GRAY)
                .listed(Colour.WHITE, Given.SMSC)
                .rules());
        assertThat(passes()).isTrue();
        screening.replace(new Given().listed(Colour.GRAY, "1*").rules());
        assertThat(passes()).isTrue();
    }

    @Test
    void aGraySmscHasARateOfItsOwn() {
        screening.replace(new Given()
                .unlisted(Colour.GRAY)
                .gray(new GrayListing(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(50),
                        Duration.ofSeconds(50),
                        10,
                        false,
                        Outcome.Reject.BUSY,
                        Optional.of(Rate.parse("2/s"))))
                .rules());
        assertThat(passes()).isFalse();
        time.pass(Duration.ofSeconds(2));
        assertThat(passes()).isTrue();
        assertThat(passes()).isTrue();
        assertThat(screening
                        .message(Sender.of(Given.SMSC), "demo", Given.message("Hi"))
                        .rule())
                .isEqualTo("list.gray.rate");
    }
}
