// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.screening;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.screening.Given.Time;
import io.vmnhub.sms.Address;
import io.vmnhub.sms.Alphabet;
import io.vmnhub.sms.ApplicationPorts;
import io.vmnhub.sms.DataCodingScheme;
import io.vmnhub.sms.ShortMessage;
import io.vmnhub.sms.TimeWindow;
import io.vmnhub.sms.TypeOfNumber;
import io.vmnhub.sms.UserDataHeader;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiltersTest {

    private static final Outcome REJECT = new Outcome.Reject(Outcome.Reject.FINAL);

    /** Conditions in which one thing matters. */
    private static Conditions on(String key, String... values) {
        List<String> list = List.of(values);
        List<DigitPattern> digits = key.equals("smsc") || key.equals("vmn")
                ? list.stream().map(DigitPattern::parse).toList()
                : List.of();
        Set<Integer> numbers = key.equals("protocolIdentifier") || key.equals("port")
                ? Set.copyOf(list.stream().map(Integer::valueOf).toList())
                : Set.of();
        return new Conditions(
                key.equals("smsc") ? digits : List.of(),
                key.equals("originatingAddress") ? list : List.of(),
                key.equals("originatingAddressType") ? Set.of(TypeOfNumber.valueOf(values[0])) : Set.of(),
                key.equals("vmn") ? digits : List.of(),
                key.equals("contains") ? list : List.of(),
                key.equals("regex") ? Optional.of(values[0]) : Optional.empty(),
                key.equals("alphabet") ? Set.of(Alphabet.valueOf(values[0])) : Set.of(),
                key.equals("length")
                        ? Optional.of(new Conditions.Length(Integer.parseInt(values[0]), Integer.parseInt(values[1])))
                        : Optional.empty(),
                key.equals("protocolIdentifier") ? numbers : Set.of(),
                key.equals("port") ? numbers : Set.of(),
                Optional.empty());
    }

    private static boolean holds(Conditions conditions, ShortMessage message) {
        Screening screening = new Given().filter("it", conditions, REJECT).screening();
        Verdict verdict = screening.message(Sender.of(Given.SMSC), "demo", message);
        assertThat(verdict.rule()).isIn("", "filter.it");
        return verdict.rule().equals("filter.it");
    }

    @ParameterizedTest
    @CsvSource({
        "smsc,4477*,true",
        "smsc,1*,false",
        "vmn,447700900001,true",
        "vmn,447700900002,false",
        "contains,CASINO,true",
        "contains,casino,true",
        "contains,casinos,false",
        "contains,Ü,true",
        "regex,(?i)big.*casino,true",
        "regex,big.*casino,false",
        "regex,^Big,true",
        "regex,^Casino,false",
        "regex,\\d{3},true",
        "regex,\\d{4},false",
        "alphabet,GSM7,true",
        "alphabet,UCS2,false",
        "originatingAddress,4479*,true",
        "originatingAddress,447911123456,true",
        "originatingAddress,447911123450-447911123459,true",
        "originatingAddress,+447911123456,true",
        "originatingAddress,ACME,false",
        "originatingAddressType,INTERNATIONAL,true",
        "originatingAddressType,ALPHANUMERIC,false",
        "protocolIdentifier,0,true",
        "protocolIdentifier,64,false",
        "port,2948,false"
    })
    void eachConditionLooksAtItsPartOfTheMessage(String key, String value, boolean holds) {
        assertThat(holds(on(key, value), Given.message("Big CASINO ü 777"))).isEqualTo(holds);
    }

    @ParameterizedTest
    @CsvSource({"ACME,true", "acme,true", "AC*,true", "ACME*,true", "ACM,false", "ACMES,false", "*,false", "4479*,false"
    })
    void namesAreComparedInEitherCase(String pattern, boolean holds) {
        ShortMessage named = Given.message(Address.alphanumeric("Acme"), Given.VMN, "Hi");
        assertThat(holds(on("originatingAddress", pattern), named)).isEqualTo(holds || pattern.equals("*"));
        assertThat(holds(on("originatingAddressType", "ALPHANUMERIC"), named)).isTrue();
    }

    @Test
    void lengthIsCharactersOfTextAndOctetsOfData() {
        assertThat(holds(on("length", "3", "3"), Given.message("a🎉b"))).isTrue();
        assertThat(holds(on("length", "4", "9"), Given.message("a🎉b"))).isFalse();
        UserDataHeader ports = new UserDataHeader(
                List.of(UserDataHeader.Element.applicationPorts(new ApplicationPorts(2948, 9200, true))));
        byte[] data = new byte[ports.octets() + 5];
        ShortMessage octets =
                Given.message(Address.international("1"), Given.VMN, "", DataCodingScheme.OCTETS, 0x40, ports, data);
        assertThat(holds(on("length", "5", "5"), octets)).isTrue();
        assertThat(holds(on("port", "80", "2948"), octets)).isTrue();
        assertThat(holds(on("port", "9200"), octets)).isFalse();
        assertThat(holds(on("protocolIdentifier", "64"), octets)).isTrue();
        assertThat(holds(on("alphabet", "OCTETS"), octets)).isTrue();
    }

    /** The clock stands at noon UTC on a Sunday. */
    @ParameterizedTest
    @CsvSource({
        "11:00,13:00,UTC,,true",
        "12:00,12:01,UTC,,true",
        "11:00,12:00,UTC,,false",
        "22:00,06:00,UTC,,false",
        "22:00,12:01,UTC,,true",
        "13:00,14:00,Europe/Berlin,,true",
        "11:00,13:00,UTC,SUNDAY,true",
        "11:00,13:00,UTC,MONDAY,false",
        "22:00,13:00,UTC,SATURDAY,true",
        "22:00,13:00,UTC,SUNDAY,false"
    })
    void theTimeOfDayMayPassMidnight(String from, String to, String zone, DayOfWeek day, boolean holds) {
        TimeWindow window = new TimeWindow(
                LocalTime.parse(from), LocalTime.parse(to), ZoneId.of(zone), day == null ? Set.of() : Set.of(day));
        assertThat(holds(
                        new Conditions(
                                List.of(),
                                List.of(),
                                Set.of(),
                                List.of(),
                                List.of(),
                                Optional.empty(),
                                Set.of(),
                                Optional.empty(),
                                Set.of(),
                                Set.of(),
                                Optional.of(window)),
                        Given.message("Hi")))
                .isEqualTo(holds);
    }

    @Test
    void theFirstFilterThatHoldsDecidesAndTagsAreCollectedOnTheWay() {
        Screening screening = new Given()
                .filter("tagged", on("contains", "hi"), new Outcome.Tag("greeting"))
                .filter("not", on("contains", "bye"), REJECT)
                .filter("diverted", on("contains", "hi"), new Outcome.Divert("other"))
                .filter("never", Conditions.NONE, REJECT)
                .screening();
        assertThat(screening.message(Sender.of(Given.SMSC), "demo", Given.message("Hi")))
                .isEqualTo(new Verdict(
                        "filter.diverted", new Outcome.Divert("other"), Colour.UNLISTED, List.of("greeting")));
    }

    @Test
    void acceptEndsTheFiltersAndUnlessMakesExceptions() {
        Screening screening = new Given()
                .filter("friends", on("contains", "friend"), new Outcome.Accept())
                .filter("all", Conditions.NONE, on("smsc", "1*"), new Outcome.Discard())
                .screening();
        assertThat(screening
                        .message(Sender.of("2"), "demo", Given.message("a Friend"))
                        .rule())
                .isEqualTo("filter.friends");
        assertThat(screening
                        .message(Sender.of("2"), "demo", Given.message("foe"))
                        .outcome())
                .isEqualTo(new Outcome.Discard());
        assertThat(screening
                        .message(Sender.of("1"), "demo", Given.message("foe"))
                        .rule())
                .isEmpty();
    }

    @Test
    void aFilterIsForItsApplicationsOnly() {
        Screening screening =
                new Given().filter("acme", Conditions.NONE, REJECT, "acme").screening();
        assertThat(screening
                        .message(Sender.of("1"), "demo", Given.message("Hi"))
                        .rule())
                .isEmpty();
        assertThat(screening
                        .message(Sender.of("1"), "acme", Given.message("Hi"))
                        .rule())
                .isEqualTo("filter.acme");
    }

    @Test
    void noExpressionCanStallTheHub() {
        Screening screening = new Given()
                .filter("evil", on("regex", "(a+)+(a|aa)*(a*)*b"), REJECT)
                .screening(new Time());
        long begun = System.nanoTime();
        assertThat(screening
                        .message(Sender.of("1"), "demo", Given.message("a".repeat(160)))
                        .rule())
                .isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));
    }
}
