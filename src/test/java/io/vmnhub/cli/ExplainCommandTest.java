// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ExplainCommandTest {

    @TempDir
    private Path home;

    private final StringWriter out = new StringWriter();

    @BeforeEach
    void files() throws IOException {
        Files.createDirectories(home.resolve("config"));
        Files.copy(Path.of("config/numbers.yaml"), home.resolve("config/numbers.yaml"));
        Files.writeString(home.resolve("config/screening.yaml"), """
            smscs:
              black: {entries: [{address: "4477999*", comment: faked titles}]}
              gray: {entries: [{address: "49*"}]}
              white: {entries: [{address: "441"}], rate: 5/s}
            limits:
              - {name: everything, per: hub, rate: 10/s}
            spoofing: {fakedMessage: reject, unsolicited: reject}
            filters:
              - {name: gambling, when: {contains: [casino]}, outcome: discard}
              - {name: shouting, when: {regex: "[A-Z]{5}"}, outcome: tag}
              - {name: odd, when: {contains: [odd], protocolIdentifier: [64]}, outcome: divert, divertTo: "kamelet:inbox-sink?application=odd"}
              - {name: friends, when: {originatingAddress: [ACME], contains: [friend]}, outcome: accept}
            """);
    }

    private int explain(String... arguments) {
        CommandLine command = new CommandLine(new ExplainCommand())
                .setOut(new PrintWriter(out))
                .setOverwrittenOptionsAllowed(true);
        String[] all = new String[arguments.length + 6];
        System.arraycopy(
                new String[] {"--home", home.toString(), "--from", "ACME", "--to", "+447700900123"}, 0, all, 0, 6);
        System.arraycopy(arguments, 0, all, 6, arguments.length);
        return command.execute(all);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "state: active | IMSI 234150000000123, node 447700000001; absentSubscriberSM while",
                "state: suspended | absentSubscriberSM, in versions 1 and 2 absentSubscriber: the number is suspended",
                "state: barred | callBarred(1): the number is barred",
                "hlr: external | unknownSubscriber: the operator's HLR answers for this number",
                "correlation: true | a correlation IMSI of vmnhub.hlr.correlation-pool"
            })
    void theAnswerToAQueryIsTold(String key, String answer) throws IOException {
        Files.copy(Path.of("config/ss7.yaml"), home.resolve("config/ss7.yaml"));
        Files.writeString(
                home.resolve("config/numbers.yaml"),
                "ranges:\n  - {number: '447700900123', firstImsi: '234150000000123', application: demo, " + key
                        + "}\n");
        Files.copy(Path.of("config/application.properties"), home.resolve("config/application.properties"));
        assertThat(explain("--smsc", "447700000100", "--sri")).isZero();
        assertThat(out.toString().lines().toList())
                .satisfiesExactly(
                        owner -> assertThat(owner).isEqualTo("The number belongs to application demo"),
                        told -> assertThat(told).startsWith("answer: " + answer),
                        probe -> assertThat(probe)
                                .isEqualTo("with sm-deliveryNotIntended: vmnhub.hlr.delivery-not-intended is refuse,"
                                        + " facilityNotSupported"));
    }

    @Test
    void aMessageThatPassesIsShownEveryRuleItMet() {
        assertThat(explain("--smsc", "447700000100", "--text", "HELLO there")).isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        "The number belongs to application demo",
                        "  query: list.unlisted: on no list",
                        "query: passes",
                        "  message: list.unlisted: on no list",
                        "  message: limit.everything: within 10 in 1s, burst 10 per hub",
                        "  message: filter.gambling: does not hold: contains",
                        "  message: filter.shouting: holds: tag shouting",
                        "  message: filter.odd: does not hold: protocolIdentifier",
                        "  message: filter.friends: does not hold: contains",
                        "message: passes, tagged shouting");
    }

    @Test
    void theListEntryThatDecidesIsNamedWithItsPlace() {
        explain("--smsc", "447799911111");
        assertThat(out.toString().lines())
                .contains(
                        "  query: list.black: black 4477999* (" + home + "/config/screening.yaml:2) \"faked titles\"",
                        "query: reject with illegalSubscriber, by rule list.black")
                .noneMatch(line -> line.startsWith("message"));
    }

    @Test
    void anUnknownSenderBehindAGraySmscIsFollowedToItsRetry() {
        explain("--smsc", "491234", "--text", "casino");
        assertThat(out.toString().lines())
                .contains(
                        "message: reject with subscriberBusyForMT-SMS, by rule list.gray",
                        "retry after 60 s: discard, by rule filter.gambling");
    }

    @Test
    void everyOtherEndIsNamedWithItsRule() {
        explain("--smsc", "447700000100", "--text", "an odd one", "--pid", "64");
        assertThat(out.toString().lines()).contains("message: divert to kamelet:inbox-sink, by rule filter.odd");
        explain("--smsc", "447700000100", "--text", "a friend");
        assertThat(out.toString().lines()).contains("message: passes, by rule filter.friends");
        explain("--smsc", "441");
        assertThat(out.toString())
                .contains(
                        "message: list.white: white 441 (" + home + "/config/screening.yaml:4)",
                        "message: list.white.rate: within 5 in 1s, burst 5 per smsc");
    }

    @Test
    void addressesThatDisagreeAndMessagesWithoutQueryAreSeen() {
        explain("--smsc", "1", "--service-centre", "2");
        assertThat(out.toString()).contains("message: reject with illegalSubscriber, by rule spoofing.fakedMessage");
        explain("--smsc", "1", "--unsolicited");
        assertThat(out.toString()).contains("message: reject with illegalSubscriber, by rule spoofing.unsolicited");
    }

    @Test
    void aNumberThatIsNotTheHubsIsSaidToBeNone() {
        assertThat(explain("--smsc", "1", "--to", "49123")).isEqualTo(1);
        assertThat(out.toString()).startsWith("49123 is not a number of this hub");
    }

    @Test
    void nothingIsWritten() throws IOException {
        explain("--smsc", "1");
        try (var files = Files.list(home)) {
            assertThat(files).containsExactly(home.resolve("config"));
        }
    }
}
