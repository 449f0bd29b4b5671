package io.vmnhub;

import static io.vmnhub.peer.map.MapError.CALL_BARRED;
import static io.vmnhub.peer.map.MapError.ILLEGAL_SUBSCRIBER;
import static io.vmnhub.peer.map.MapError.SUBSCRIBER_BUSY_FOR_MT_SMS;
import static io.vmnhub.peer.map.MapError.SYSTEM_FAILURE;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.peer.Answer;
import io.vmnhub.peer.sms.SmsDeliverTpdu;
import io.vmnhub.screening.Colour;
import io.vmnhub.screening.DigitPattern;
import io.vmnhub.screening.ScreeningRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists, limits, checks and filters as an SMSC meets them, over M3UA. */
class ScreeningIT {

    private static final String SMSC = "447700000100";
    private static final String OTHER = "447700000200";

    private static ScreenedHub hub;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        hub = new ScreenedHub(folder);
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @AfterEach
    void nothingElseWentWrong() {
        // the SMSC plays others too, whose titles it does not know for its own
        assertThat(hub.smsc().violations().stream().filter(violation -> !violation.startsWith("SCCP: called party is not this SMSC"))).isEmpty();
        assertThat(hub.smsc().counts().doubleAnswers()).isZero();
        Awaitility.await().atMost(Duration.ofSeconds(3)).until(() -> hub.openDialogues() == 0);
    }

    private static int error(Answer answer) {
        return answer.error().code();
    }

    private static int busy(int version) {
        return version == 1 ? SYSTEM_FAILURE : SUBSCRIBER_BUSY_FOR_MT_SMS;
    }

    @Test
    void aBlackSmscIsRejectedInEveryVersion() throws IOException {
        hub.rules("smscs: {black: {entries: [{address: '4477000001*'}]}}");
        for (int version = 1; version <= 3; version++) {
            assertThat(error(hub.message(version, SMSC, "Hi"))).isEqualTo(ILLEGAL_SUBSCRIBER);
            assertThat(error(hub.query(version, SMSC, SMSC))).isEqualTo(CALL_BARRED);
            assertThat(error(hub.message(version, OTHER, SMSC, "Hi").join())).isEqualTo(ILLEGAL_SUBSCRIBER);
            assertThat(hub.message(version, OTHER, "Hi").isResult()).isTrue();
            assertThat(hub.query(version, OTHER, OTHER).isResult()).isTrue();
        }
        assertThat(hub.received()).hasSize(3).allSatisfy(headers -> assertThat(headers).containsEntry("CamelSmsScreeningList", "unlisted"));
    }

    @Test
    void aBlackSmscCanBeLeftWithoutAnAnswer() throws IOException {
        hub.rules("smscs: {black: {outcome: no-answer, entries: [{address: '447700000100'}]}}");
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        for (int version = 1; version <= 3; version++) {
            answers.add(hub.message(version, SMSC, SMSC, "Hi"));
        }
        Awaitility.await().atMost(Duration.ofSeconds(2)).until(() -> hub.openDialogues() == 0);
        assertThat(answers).allSatisfy(answer -> assertThat(answer.join().kind()).isEqualTo(Answer.Kind.NONE));
        assertThat(hub.query(3, SMSC, SMSC).kind()).isEqualTo(Answer.Kind.NONE);
        assertThat(hub.received()).isEmpty();
    }

    @Test
    void aBlackSmscCanBeToldThatItsMessagesWereDelivered() throws IOException {
        hub.rules("smscs: {black: {outcome: discard, entries: [{address: '447700000100'}]}}");
        for (int version = 1; version <= 3; version++) {
            assertThat(hub.query(version, SMSC, SMSC).isResult()).isTrue();
            assertThat(hub.message(version, SMSC, "Hi").isResult()).isTrue();
        }
        assertThat(hub.received()).isEmpty();
    }

    @Test
    void aGraySmscHasToComeBack() throws IOException {
        hub.rules("smscs: {unlisted: gray, gray: {minDelay: 1s, window: 1m, persist: false}}");
        for (int version = 1; version <= 3; version++) {
            int context = version;
            String smsc = "44770000030" + version;
            assertThat(hub.query(version, smsc, smsc).isResult()).isTrue();
            assertThat(error(hub.message(version, smsc, "Hi"))).isEqualTo(busy(version));
            Awaitility.await().atMost(Duration.ofSeconds(5)).pollInterval(Duration.ofMillis(200))
                    .until(() -> hub.message(context, smsc, "Hi").isResult());
        }
        assertThat(hub.received()).hasSize(3).allSatisfy(headers -> assertThat(headers).containsEntry("CamelSmsScreeningList", "gray"));
    }

    @Test
    void overALimitTheSmscIsToldToComeBackButAWhiteOneIsNot() throws IOException {
        hub.rules("""
            smscs: {white: {entries: [{address: '447700000200'}]}}
            limits:
              - {name: each, per: smsc, rate: 1/h}
              - {name: asked, per: smsc, counts: queries, rate: 1/h}
            """);
        for (int version = 1; version <= 3; version++) {
            String smsc = "44770000040" + version;
            assertThat(hub.message(version, smsc, "Hi").isResult()).isTrue();
            assertThat(error(hub.message(version, smsc, "Hi"))).isEqualTo(busy(version));
            assertThat(hub.query(version, smsc, smsc).isResult()).isTrue();
            assertThat(error(hub.query(version, smsc, smsc))).isEqualTo(SYSTEM_FAILURE);
            assertThat(hub.message(version, OTHER, "Hi").isResult()).isTrue();
        }
        assertThat(hub.received()).extracting(headers -> headers.get("CamelSmsScreeningList"))
                .containsExactly("unlisted", "white", "unlisted", "white", "unlisted", "white");
    }

    @Test
    void whatTheAddressesShowIsTaggedOrRejected() throws IOException {
        String checks = "spoofing: {queryWithin: 1s, sccpAddressChanged: %1$s, mapAddressChanged: %1$s, fakedQuery: tag, fakedMessage: %2$s, unsolicited: %1$s}";
        hub.rules(checks.formatted("tag", "tag"));
        assertThat(hub.query(3, SMSC, OTHER).isResult()).isTrue();
        assertThat(hub.message(3, SMSC, OTHER, "Hi").join().isResult()).isTrue();
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> hub.message(3, "1234", "Hi").isResult()
                && "unsolicited".equals(hub.received().get(hub.received().size() - 1).get("CamelSmsScreeningTags")));
        assertThat(hub.received().get(0)).containsEntry("CamelSmsScreeningTags", "fakedQuery fakedMessage");
        hub.rules(checks.formatted("reject", "off"));
        for (int version = 1; version <= 3; version++) {
            assertThat(error(hub.message(version, "1234", "Hi"))).isEqualTo(ILLEGAL_SUBSCRIBER);
            assertThat(hub.query(version, SMSC, SMSC).isResult()).isTrue();
            assertThat(hub.message(version, SMSC, "Hi").isResult()).isTrue();
            assertThat(error(hub.message(version, OTHER, SMSC, "Hi").join())).isEqualTo(ILLEGAL_SUBSCRIBER);
            assertThat(error(hub.message(version, SMSC, OTHER, "Hi").join())).isEqualTo(ILLEGAL_SUBSCRIBER);
        }
        hub.rules("spoofing: {fakedQuery: reject, fakedMessage: reject}");
        assertThat(error(hub.query(3, SMSC, OTHER))).isEqualTo(CALL_BARRED);
        assertThat(error(hub.message(3, SMSC, OTHER, "Hi").join())).isEqualTo(ILLEGAL_SUBSCRIBER);
        assertThat(hub.message(3, SMSC, "Hi").isResult()).isTrue();
    }

    @Test
    void filtersDecideWhatTheTextIsWorth() throws IOException {
        hub.rules("""
            filters:
              - {name: friend, when: {originatingAddress: [Friend]}, outcome: accept}
              - {name: tagged, when: {alphabet: [ucs2]}, outcome: tag, tag: foreign}
              - {name: casino, when: {contains: [casino]}, outcome: reject, error: sm-DeliveryFailure, cause: memoryCapacityExceeded}
              - {name: lottery, when: {regex: '(?i)lot+ery'}, outcome: discard}
              - {name: silent, when: {contains: [silent]}, outcome: no-answer}
              - {name: odd, when: {contains: [odd]}, outcome: divert, divertTo: quarantine}
            """);
        for (int version = 1; version <= 3; version++) {
            Answer casino = hub.message(version, SMSC, "CASINO");
            assertThat(casino.error().deliveryFailureCause()).hasValue(0);
            assertThat(hub.message(version, SMSC, "Lottery").isResult()).isTrue();
        }
        assertThat(hub.message(3, SMSC, "silent").kind()).isEqualTo(Answer.Kind.NONE);
        assertThat(hub.received()).isEmpty();
        assertThat(hub.message(3, SMSC, "an odd one").isResult()).isTrue();
        assertThat(hub.message(3, SMSC, SMSC, SmsDeliverTpdu.from("447911123456").ucs2("Привет").encode()).join().isResult()).isTrue();
        assertThat(hub.message(3, SMSC, SMSC, SmsDeliverTpdu.fromName("FRIEND").gsm7("casino").encode()).join().isResult()).isTrue();
        assertThat(hub.received()).extracting(headers -> headers.get("application")).containsExactly("quarantine", "demo", "demo");
        assertThat(hub.received().get(0)).containsEntry("CamelSmsScreeningRule", "filter.odd");
        assertThat(hub.received().get(1)).containsEntry("CamelSmsScreeningTags", "foreign");
        assertThat(hub.received().get(2)).containsEntry("CamelSmsScreeningRule", "filter.friend");
    }

    @Test
    void aWrongFileChangesNothing() throws IOException {
        hub.rules("smscs: {black: {entries: [{address: '447700000100'}]}}");
        ScreeningRules before = hub.rules().screening().rules();
        Files.writeString(hub.file(), "smscs: {black: {entires: []}}\n");
        Awaitility.await().during(Duration.ofMillis(1500)).atMost(Duration.ofSeconds(3)).until(() -> hub.rules().screening().rules() == before);
        assertThat(error(hub.message(3, SMSC, "Hi"))).isEqualTo(ILLEGAL_SUBSCRIBER);
        assertThat(hub.rules("limits: []")).isLessThan(Duration.ofSeconds(2));
        assertThat(hub.message(3, SMSC, "Hi").isResult()).isTrue();
    }

    @Test
    void anSmscIsPutOnAListWhileTheHubRuns() throws IOException {
        hub.rules("smscs: {white: {entries: [{address: '447700000100'}]}}");
        DigitPattern address = DigitPattern.parse(SMSC);
        hub.rules().add(Colour.BLACK, address, "flood", Optional.empty());
        assertThat(error(hub.message(3, SMSC, "Hi"))).isEqualTo(ILLEGAL_SUBSCRIBER);
        hub.rules().forget(address);
        assertThat(hub.message(3, SMSC, "Hi").isResult()).isTrue();
    }

    @Test
    void rulesThatChangeUnderLoadLoseNothing() throws IOException {
        hub.rules("limits: []");
        int perSecond = 500;
        int seconds = 6;
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        Thread changes = new Thread(() -> {
            for (int i = 0; i < 4; i++) {
                try {
                    hub.rules("smscs: {black: {entries: [{address: '99" + i + "*'}]}}\nfilters: [{name: f" + i + ", when: {contains: [nothing]}, outcome: discard}]");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
        changes.start();
        long begun = System.nanoTime();
        for (int i = 0; i < perSecond * seconds; i++) {
            while (System.nanoTime() - begun < i * 1_000_000_000L / perSecond) {
                LockSupport.parkNanos(100_000);
            }
            answers.add(hub.message(3, SMSC, SMSC, "Hi"));
        }
        assertThat(answers).allSatisfy(answer -> assertThat(answer.join().isResult()).isTrue());
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !changes.isAlive());
        assertThat(hub.rules().screening().rules().filters()).extracting("name").containsExactly("f3");
        List<Duration> times = answers.stream().map(CompletableFuture::join).map(Answer::after).sorted().toList();
        assertThat(times.get(times.size() * 95 / 100)).isLessThan(Duration.ofSeconds(1));
    }
}
