// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static io.vmnhub.peer.map.MapError.ABSENT_SUBSCRIBER;
import static io.vmnhub.peer.map.MapError.ABSENT_SUBSCRIBER_SM;
import static io.vmnhub.peer.map.MapError.CALL_BARRED;
import static io.vmnhub.peer.map.MapError.FACILITY_NOT_SUPPORTED;
import static io.vmnhub.peer.map.MapError.ILLEGAL_SUBSCRIBER;
import static io.vmnhub.peer.map.MapError.SM_DELIVERY_FAILURE;
import static io.vmnhub.peer.map.MapError.SUBSCRIBER_BUSY_FOR_MT_SMS;
import static io.vmnhub.peer.map.MapError.SYSTEM_FAILURE;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.vmnhub.peer.Answer;
import io.vmnhub.peer.sms.SmsDeliverTpdu;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/**
 * Every list, limit, check and filter as an SMSC meets it over M3UA, in each version of MAP, with the rule's counter
 * and its line in the log.
 */
class ScreeningIT {

    private static final String SMSC = "447700000100";
    private static final String OTHER = "447700000200";
    private static final Logger LOG = (Logger) LoggerFactory.getLogger("io.vmnhub");
    private static final List<String> LINES = new CopyOnWriteArrayList<>();
    private static final AppenderBase<ILoggingEvent> KEEP = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            LINES.add(event.getFormattedMessage());
        }
    };

    private static ScreeningScene hub;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        hub = new ScreeningScene(folder, Map.of("routes/applications/suspects.camel.yaml", """
            - route:
                id: suspects
                from:
                  uri: direct:suspects
                  steps:
                    - setHeader:
                        name: application
                        constant: suspects
                    - process:
                        ref: received
            """));
        LOG.setLevel(Level.INFO);
        LOG.setAdditive(false);
        KEEP.start();
        LOG.addAppender(KEEP);
    }

    @AfterAll
    static void stop() {
        LOG.detachAppender(KEEP);
        LOG.setAdditive(true);
        LOG.setLevel(null);
        hub.close();
    }

    @AfterEach
    void nothingElseWentWrong() {
        // the SMSC plays others too, whose titles it does not know for its own
        assertThat(hub.smsc().violations().stream()
                        .filter(violation -> !violation.startsWith("SCCP: called party is not this SMSC")))
                .isEmpty();
        assertThat(hub.smsc().counts().doubleAnswers()).isZero();
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> hub.openDialogues() == 0);
    }

    /** What is asked for, what was answered: {@code result}, {@code none}, or the code of an error. */
    private static String seen(Answer answer) {
        return answer.kind() == Answer.Kind.NONE
                ? "none"
                : answer.isResult() ? "result" : String.valueOf(answer.error().code());
    }

    private static String seen(CompletableFuture<Answer> answer) {
        return seen(answer.join());
    }

    private static String code(int code) {
        return String.valueOf(code);
    }

    private static String busy(int version) {
        return code(version == 1 ? SYSTEM_FAILURE : SUBSCRIBER_BUSY_FOR_MT_SMS);
    }

    private static String absent(int version) {
        return code(version == 3 ? ABSENT_SUBSCRIBER_SM : ABSENT_SUBSCRIBER);
    }

    /** That the rule has decided so since the count before, and that a line of the log names it when it refused. */
    private static void reported(String rule, String outcome, double before, int times) {
        assertThat(hub.decisions(rule, outcome) - before)
                .as(rule + " " + outcome)
                .isEqualTo(times);
        if (!List.of("accept", "divert").contains(outcome)) {
            Awaitility.await()
                    .untilAsserted(() -> assertThat(LINES)
                            .anySatisfy(line -> assertThat(line).endsWith("screening rule " + rule)));
        }
        LINES.clear();
    }

    private static Object[] headers(String name) {
        return hub.received().stream().map(headers -> headers.get(name)).toArray();
    }

    /** Of each way to be black: what a message and a query are answered. */
    static Stream<Arguments> blackLists() {
        return Stream.of(1, 2, 3)
                .flatMap(version -> Stream.of(
                        Arguments.of(version, "", "reject", code(ILLEGAL_SUBSCRIBER), code(CALL_BARRED)),
                        Arguments.of(
                                version,
                                "error: facilityNotSupported, ",
                                "reject",
                                code(FACILITY_NOT_SUPPORTED),
                                code(FACILITY_NOT_SUPPORTED)),
                        Arguments.of(
                                version, "error: absentSubscriberSM, ", "reject", absent(version), absent(version)),
                        Arguments.of(version, "outcome: discard, ", "discard", "result", "result"),
                        Arguments.of(version, "outcome: no-answer, ", "no-answer", "none", "none")));
    }

    @ParameterizedTest
    @MethodSource("blackLists")
    void aBlackSmscIsToldWhatTheListSays(int version, String keys, String outcome, String message, String query)
            throws IOException {
        hub.rules("smscs: {black: {" + keys + "entries: [{address: '4477000001*'}]}}");
        double before = hub.decisions("list.black", outcome);
        CompletableFuture<Answer> answer = hub.message(version, SMSC, SMSC, "Hi");
        CompletableFuture<Answer> byItsMapAddress = hub.message(version, OTHER, SMSC, "Hi");
        assertThat(seen(hub.query(version, SMSC, SMSC))).isEqualTo(query);
        assertThat(seen(answer)).isEqualTo(message);
        assertThat(seen(byItsMapAddress)).isEqualTo(message);
        reported(
                "list.black",
                outcome,
                before,
                query.equals("result") ? 2 : 3); // to a query, discarding is not a decision yet
        assertThat(seen(hub.message(version, OTHER, "Hi"))).isEqualTo("result");
        assertThat(seen(hub.query(version, OTHER, OTHER))).isEqualTo("result");
        assertThat(headers("CamelSmsScreeningList")).containsExactly("unlisted");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aWhiteSmscPassesWhereOthersAreGray(int version) throws IOException {
        hub.rules("smscs: {unlisted: gray, gray: {persist: false}, white: {entries: [{address: '447700000200'}]}}");
        double before = hub.decisions("list.gray", "reject");
        assertThat(seen(hub.message(version, OTHER, "Hi"))).isEqualTo("result");
        assertThat(seen(hub.message(version, "44770000050" + version, "Hi"))).isEqualTo(busy(version));
        reported("list.gray", "reject", before, 1);
        assertThat(headers("CamelSmsScreeningList")).containsExactly("white");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aGraySmscHasToComeBack(int version) throws IOException {
        hub.rules("smscs: {gray: {minDelay: 1s, window: 1m, persist: false, error: absentSubscriberSM, entries: "
                + "[{address: '4477000003*'}]}}");
        String smsc = "44770000030" + version;
        assertThat(seen(hub.query(version, smsc, smsc))).isEqualTo("result");
        assertThat(seen(hub.message(version, smsc, "Hi"))).isEqualTo(absent(version));
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> hub.message(version, smsc, "Hi").isResult());
        assertThat(seen(hub.message(version, smsc, "and again"))).isEqualTo("result");
        assertThat(headers("CamelSmsScreeningList")).containsExactly("gray", "gray");
    }

    static Stream<Arguments> limits() {
        return Stream.of(1, 2, 3)
                .flatMap(version -> Stream.of("hub", "smsc", "originating-address", "vmn", "application")
                        .map(per -> Arguments.of(version, per)));
    }

    @ParameterizedTest
    @MethodSource("limits")
    void overALimitTheSmscIsToldToComeBack(int version, String per) throws IOException {
        String name = per + "-" + version;
        hub.rules("limits: [{name: " + name + ", per: " + per + ", rate: 1/h}]");
        assertThat(seen(hub.message(version, SMSC, "Hi"))).isEqualTo("result");
        assertThat(seen(hub.message(version, SMSC, "Hi"))).isEqualTo(busy(version));
        reported("limit." + name, "reject", 0, 1);
        assertThat(seen(hub.query(version, SMSC, SMSC))).isEqualTo("result");
    }

    static Stream<Arguments> overLimits() {
        return Stream.of(1, 2, 3)
                .flatMap(version -> Stream.of(
                        Arguments.of(
                                version,
                                "reject, error: absentSubscriberSM",
                                "reject",
                                absent(version),
                                absent(version)),
                        Arguments.of(
                                version,
                                "reject, error: illegalSubscriber",
                                "reject",
                                code(ILLEGAL_SUBSCRIBER),
                                code(CALL_BARRED)),
                        Arguments.of(version, "discard", "discard", "result", "none"),
                        Arguments.of(version, "no-answer", "no-answer", "none", "none")));
    }

    @ParameterizedTest
    @MethodSource("overLimits")
    void overALimitTheSmscIsToldWhatTheLimitSays(int version, String keys, String outcome, String message, String query)
            throws IOException {
        String name = outcome + message + "-" + version;
        hub.rules("""
            limits:
              - {name: m%1$s, per: smsc, rate: 1/h, outcome: %2$s}
              - {name: q%1$s, per: smsc, counts: queries, rate: 1/h, outcome: %2$s}
            """.formatted(name, keys));
        assertThat(seen(hub.query(version, SMSC, SMSC))).isEqualTo("result");
        assertThat(seen(hub.message(version, SMSC, "Hi"))).isEqualTo("result");
        CompletableFuture<Answer> over = hub.message(version, SMSC, SMSC, "Hi");
        assertThat(seen(hub.query(version, SMSC, SMSC))).isEqualTo(query);
        assertThat(seen(over)).isEqualTo(message);
        reported("limit.m" + name, outcome, 0, 1);
        assertThat(hub.decisions("limit.q" + name, outcome)).isEqualTo(1);
        assertThat(hub.received()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void whiteAndGraySmscsHaveRatesOfTheirOwn(int version) throws IOException {
        hub.rules("""
            smscs:
              white: {rate: 2/h, burst: 2, entries: [{address: '44770000070%1$d'}, {address: '44770000071%1$d'}]}
              gray: {minDelay: 1s, window: 1m, rate: 1/h, burst: 1, persist: false, entries: [{address: '44770000072%1$d'}]}
            limits: [{name: each-%1$d, per: smsc, rate: 1/h}]
            """.formatted(version));
        String white = "44770000070" + version;
        double before = hub.decisions("list.white.rate", "reject");
        assertThat(seen(hub.message(version, white, "Hi"))).isEqualTo("result");
        assertThat(seen(hub.message(version, white, "Hi"))).isEqualTo("result");
        assertThat(seen(hub.message(version, white, "Hi"))).isEqualTo(busy(version));
        assertThat(seen(hub.message(version, "44770000071" + version, "Hi"))).isEqualTo("result");
        reported("list.white.rate", "reject", before, 1);
        before = hub.decisions("list.gray.rate", "reject");
        assertThat(seen(hub.message(version, "44770000072" + version, "Hi")))
                .isEqualTo(busy(version)); // its first attempt
        assertThat(seen(hub.message(version, "44770000072" + version, "Hi"))).isEqualTo(busy(version));
        reported("list.gray.rate", "reject", before, 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void addressesThatDisagreeInOneMessageAreTaggedOrRejected(int version) throws IOException {
        hub.rules("spoofing: {fakedMessage: tag}");
        assertThat(seen(hub.message(version, SMSC, OTHER, "Hi"))).isEqualTo("result");
        assertThat(headers("CamelSmsScreeningTags")).containsExactly("fakedMessage");
        hub.rules("spoofing: {fakedMessage: reject, fakedQuery: reject}");
        double before = hub.decisions("spoofing.fakedMessage", "reject");
        double queries = hub.decisions("spoofing.fakedQuery", "reject");
        assertThat(seen(hub.message(version, SMSC, OTHER, "Hi"))).isEqualTo(code(ILLEGAL_SUBSCRIBER));
        reported("spoofing.fakedMessage", "reject", before, 1);
        assertThat(seen(hub.query(version, SMSC, OTHER))).isEqualTo(code(CALL_BARRED));
        reported("spoofing.fakedQuery", "reject", queries, 1);
        assertThat(seen(hub.query(version, SMSC, SMSC))).isEqualTo("result");
        hub.rules("spoofing: {fakedMessage: reject, fakedQuery: reject, error: facilityNotSupported}");
        assertThat(seen(hub.message(version, SMSC, OTHER, "Hi"))).isEqualTo(code(FACILITY_NOT_SUPPORTED));
        assertThat(seen(hub.query(version, SMSC, OTHER))).isEqualTo(code(FACILITY_NOT_SUPPORTED));
        hub.rules("spoofing: {fakedMessage: off}");
        assertThat(seen(hub.message(version, SMSC, OTHER, "Hi"))).isEqualTo("result");
        assertThat(headers("CamelSmsScreeningTags")).containsOnlyNulls();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void messagesAreComparedWithTheirQueries(int version) throws IOException {
        String checks = "spoofing: {queryWithin: 5s, sccpAddressChanged: %1$s, mapAddressChanged: %1$s, fakedQuery: "
                + "tag, fakedMessage: off, unsolicited: %1$s}";
        hub.rules(checks.formatted("tag"));
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> hub.message(version, "1234", "Hi").isResult()
                        && "unsolicited"
                                .equals(hub.received()
                                        .get(hub.received().size() - 1)
                                        .get("CamelSmsScreeningTags")));
        hub.received().clear();
        assertThat(seen(hub.query(version, SMSC, SMSC))).isEqualTo("result");
        assertThat(seen(hub.message(version, OTHER, SMSC, "Hi"))).isEqualTo("result");
        assertThat(seen(hub.message(version, SMSC, OTHER, "Hi"))).isEqualTo("result");
        assertThat(seen(hub.query(version, "44771", "44772"))).isEqualTo("result");
        assertThat(seen(hub.message(version, "44771", "44772", "Hi"))).isEqualTo("result");
        assertThat(headers("CamelSmsScreeningTags"))
                .containsExactly("sccpAddressChanged", "mapAddressChanged", "fakedQuery");
        hub.rules(checks.formatted("reject"));
        double unsolicited = hub.decisions("spoofing.unsolicited", "reject");
        double sccp = hub.decisions("spoofing.sccpAddressChanged", "reject");
        double map = hub.decisions("spoofing.mapAddressChanged", "reject");
        assertThat(seen(hub.message(version, "1234", "Hi"))).isEqualTo(code(ILLEGAL_SUBSCRIBER));
        reported("spoofing.unsolicited", "reject", unsolicited, 1);
        assertThat(seen(hub.query(version, SMSC, SMSC))).isEqualTo("result");
        assertThat(seen(hub.message(version, SMSC, "Hi"))).isEqualTo("result");
        assertThat(seen(hub.message(version, OTHER, SMSC, "Hi"))).isEqualTo(code(ILLEGAL_SUBSCRIBER));
        reported("spoofing.sccpAddressChanged", "reject", sccp, 1);
        assertThat(seen(hub.message(version, SMSC, OTHER, "Hi"))).isEqualTo(code(ILLEGAL_SUBSCRIBER));
        reported("spoofing.mapAddressChanged", "reject", map, 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void filtersDecideWhatAMessageIsWorth(int version) throws IOException {
        hub.rules("""
            filters:
              - {name: friend%1$d, when: {originatingAddress: [Friend]}, outcome: accept}
              - {name: tagged, when: {alphabet: [ucs2]}, outcome: tag, tag: foreign}
              - {name: casino%1$d, when: {contains: [casino]}, outcome: reject, error: sm-DeliveryFailure, cause: memoryCapacityExceeded}
              - {name: prize%1$d, when: {contains: [prize]}, outcome: reject}
              - {name: lottery%1$d, when: {regex: '(?i)lot+ery'}, outcome: discard}
              - {name: silent%1$d, when: {contains: [silent]}, outcome: no-answer}
              - {name: odd%1$d, when: {contains: [odd]}, outcome: divert, divertTo: quarantine}
              - {name: bad%1$d, when: {contains: [bad]}, outcome: divert, divertTo: "direct:suspects"}
              - {name: logged%1$d, when: {contains: [logged]}, outcome: divert, divertTo: "kamelet:log-sink?logger=io.vmnhub.suspects"}
            """.formatted(version));
        CompletableFuture<Answer> silent = hub.message(version, SMSC, SMSC, "silent");
        Answer casino = hub.message(version, SMSC, "CASINO");
        assertThat(seen(casino)).isEqualTo(code(SM_DELIVERY_FAILURE));
        assertThat(casino.error().deliveryFailureCause()).hasValue(0);
        reported("filter.casino" + version, "reject", 0, 1);
        assertThat(seen(hub.message(version, SMSC, "a prize"))).isEqualTo(code(ILLEGAL_SUBSCRIBER));
        reported("filter.prize" + version, "reject", 0, 1);
        assertThat(seen(hub.message(version, SMSC, "Lottery"))).isEqualTo("result");
        reported("filter.lottery" + version, "discard", 0, 1);
        assertThat(seen(silent)).isEqualTo("none");
        assertThat(hub.decisions("filter.silent" + version, "no-answer")).isEqualTo(1);
        assertThat(hub.received()).isEmpty();
        assertThat(seen(hub.message(version, SMSC, "an odd one"))).isEqualTo("result");
        assertThat(seen(hub.message(version, SMSC, "a bad one"))).isEqualTo("result");
        reported("filter.bad" + version, "divert", 0, 1);
        assertThat(seen(hub.message(version, SMSC, "one that is logged"))).isEqualTo("result");
        assertThat(LINES).anySatisfy(line -> assertThat(line).contains("demo"));
        assertThat(seen(hub.message(
                        version,
                        SMSC,
                        SMSC,
                        SmsDeliverTpdu.from("447911123456")
                                .ucs2("Привет" + version)
                                .encode())))
                .isEqualTo("result");
        assertThat(seen(hub.message(
                        version,
                        SMSC,
                        SMSC,
                        SmsDeliverTpdu.fromName("FRIEND")
                                .gsm7("casino" + version)
                                .encode())))
                .isEqualTo("result");
        assertThat(headers("application")).containsExactly("quarantine", "suspects", "demo", "demo");
        assertThat(headers("CamelSmsScreeningRule"))
                .containsExactly("filter.odd" + version, "filter.bad" + version, null, "filter.friend" + version);
        assertThat(headers("CamelSmsScreeningTags")).containsExactly(null, null, "foreign", null);
        assertThat(headers("CamelSmsApplication")).containsExactly("quarantine", "demo", "demo", "demo");
    }
}
