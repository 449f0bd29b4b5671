// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static io.vmnhub.peer.map.MapError.ILLEGAL_SUBSCRIBER;
import static io.vmnhub.peer.map.MapError.SUBSCRIBER_BUSY_FOR_MT_SMS;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.vmnhub.peer.Answer;
import io.vmnhub.peer.sms.SmsDeliverTpdu;
import io.vmnhub.screening.Colour;
import io.vmnhub.screening.DigitPattern;
import io.vmnhub.screening.ScreeningRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Rules that change while messages come, and how screening goes together with the steps around it. */
class ScreeningChangesIT {

    private static final String SMSC = "447700000100";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final OffsetDateTime NOON = OffsetDateTime.of(2026, 11, 22, 12, 0, 0, 0, ZoneOffset.UTC);

    private static ScreeningScene hub;

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> keep = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getFormattedMessage());
        }
    };
    private int sent;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        hub = new ScreeningScene(
                folder,
                Map.of(
                        "config/applications.yaml",
                        "applications:\n  demo:\n    messages: {charset: windows-1251, duplicates: acknowledge}\n"));
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @BeforeEach
    void keepLines() {
        keep.start();
        ((Logger) LoggerFactory.getLogger("io.vmnhub.reload")).addAppender(keep);
    }

    @AfterEach
    void forgetLines() {
        ((Logger) LoggerFactory.getLogger("io.vmnhub.reload")).detachAppender(keep);
    }

    /** Another message each time it is called; sent twice it is repeated. */
    private byte[] tpdu(String text) {
        return SmsDeliverTpdu.from("447911123456")
                .timestamp(NOON.plusSeconds(++sent))
                .gsm7(text + " of " + System.nanoTime())
                .encode();
    }

    private static Answer send(byte[] tpdu) {
        return hub.message(3, SMSC, SMSC, tpdu).join();
    }

    private void refusedWith(String yaml, String told) throws IOException {
        ScreeningRules before = hub.rules().screening().rules();
        lines.clear();
        hub.write(yaml);
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(lines)
                        .anySatisfy(line -> assertThat(line).contains(told))
                        .anySatisfy(line -> assertThat(line)
                                .contains("screening.yaml has changed and is wrong, so the hub keeps what it had")));
        assertThat(hub.rules().screening().rules()).isSameAs(before);
    }

    @Test
    void aWrongFileChangesNothingAndIsToldWithItsLine() throws IOException {
        hub.rules("smscs: {black: {entries: [{address: '447700000100'}]}}");
        refusedWith("smscs: {black: {entires: []}}\n", "config/screening.yaml:2:17: ");
        refusedWith(
                "limits: []\nfilters:\n  - {name: odd, outcome: divert, divertTo: nobody}\n",
                "config/screening.yaml:4:44: filters[0].divertTo: no route begins with direct:nobody");
        refusedWith(
                "filters: [{name: odd, outcome: divert, divertTo: 'direct:nobody'}]\n",
                "screening.yaml:2:50: filters[0].divertTo: no route begins");
        refusedWith(
                "filters: [{name: odd, outcome: divert, divertTo: 'kamelet:no-sink'}]\n",
                "there is no Kamelet no-sink");
        refusedWith(
                "filters: [{name: odd, outcome: divert, divertTo: 'kamelet:log-sink?loger=x'}]\n",
                "Kamelet log-sink has no property loger");
        refusedWith("filters: [{name: odd, outcome: divert, divertTo: 'nothing:x'}]\n", "nothing");
        assertThat(send(tpdu("Hi")).error().code()).isEqualTo(ILLEGAL_SUBSCRIBER);
        assertThat(hub.rules("limits: []")).isLessThan(Duration.ofSeconds(10));
        assertThat(send(tpdu("Hi")).isResult()).isTrue();
    }

    @Test
    void anSmscIsPutOnAListWhileTheHubRuns() throws IOException {
        hub.rules("smscs: {white: {entries: [{address: '447700000100'}]}}");
        DigitPattern address = DigitPattern.parse(SMSC);
        hub.rules().add(Colour.BLACK, address, "flood", Optional.empty());
        assertThat(send(tpdu("Hi")).error().code()).isEqualTo(ILLEGAL_SUBSCRIBER);
        hub.rules().forget(address);
        assertThat(send(tpdu("Hi")).isResult()).isTrue();
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
                    hub.write("smscs: {blak: {}}");
                    hub.rules("smscs: {black: {entries: [{address: '99" + i + "*'}]}}\nfilters: [{name: f" + i
                            + ", when: {contains: [nothing]}, outcome: discard}]");
                    hub.rules().add(Colour.BLACK, DigitPattern.parse("88" + i), "", Optional.empty());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
        changes.start();
        Semaphore inFlight = new Semaphore(100);
        long begun = System.nanoTime();
        for (int i = 0; i < perSecond * seconds; i++) {
            while (System.nanoTime() - begun < i * 1_000_000_000L / perSecond) {
                LockSupport.parkNanos(100_000);
            }
            inFlight.acquireUninterruptibly(); // a machine that is too slow for so many sends fewer, rather than ever
            // more at once
            CompletableFuture<Answer> answer = hub.message(3, SMSC, SMSC, "Hi", PATIENCE);
            answer.whenComplete((ended, failure) -> inFlight.release());
            answers.add(answer);
        }
        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.join().isResult()).isTrue());
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !changes.isAlive());
        assertThat(hub.rules().screening().rules().filters()).extracting("name").containsExactly("f3");
        List<Duration> times = answers.stream()
                .map(CompletableFuture::join)
                .map(Answer::after)
                .sorted()
                .toList();
        assertThat(times.get(times.size() * 95 / 100)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void aRepeatOfADeliveredMessageIsNeitherCountedNorRefused() throws IOException {
        hub.rules("limits: [{name: repeats, per: smsc, rate: 2/h, burst: 2}]");
        byte[] first = tpdu("first");
        assertThat(send(first).isResult()).isTrue();
        assertThat(send(first).isResult()).isTrue();
        assertThat(send(tpdu("second")).isResult()).isTrue();
        assertThat(send(first).isResult()).isTrue();
        assertThat(send(tpdu("third")).error().code()).isEqualTo(SUBSCRIBER_BUSY_FOR_MT_SMS);
        assertThat(hub.received()).hasSize(2);
    }

    @Test
    void whatWasRefusedIsNotTakenForARepeatLater() throws IOException {
        byte[] message = tpdu("refused");
        for (String rules : List.of(
                "smscs: {black: {outcome: discard, entries: [{address: '447700000100'}]}}",
                "smscs: {unlisted: black}",
                "filters: [{name: silence, outcome: no-answer}]",
                "filters: [{name: final, outcome: reject}]")) {
            hub.rules(rules);
            send(message);
            assertThat(hub.received()).isEmpty();
        }
        hub.rules("limits: []");
        assertThat(send(message).isResult()).isTrue();
        assertThat(hub.received()).hasSize(1);
        assertThat(send(message).isResult()).isTrue();
        assertThat(hub.received()).hasSize(1);
    }

    @Test
    void rulesAboutTextsSee8BitDataInItsCharset() throws IOException {
        hub.rules("filters: [{name: casino, when: {contains: [казино]}, outcome: reject}, {name: tag, when: "
                + "{regex: '(?i)привет'}, outcome: tag}]");
        Charset charset = Charset.forName("windows-1251");
        assertThat(send(SmsDeliverTpdu.from("447911123456")
                                .timestamp(NOON)
                                .binary("Онлайн КАЗИНО".getBytes(charset))
                                .encode())
                        .error()
                        .code())
                .isEqualTo(ILLEGAL_SUBSCRIBER);
        assertThat(send(SmsDeliverTpdu.from("447911123456")
                                .timestamp(NOON)
                                .binary("Привет".getBytes(charset))
                                .encode())
                        .isResult())
                .isTrue();
        assertThat(hub.received())
                .singleElement()
                .satisfies(headers -> assertThat(headers)
                        .containsEntry("CamelSmsScreeningTags", "tag")
                        .containsEntry("CamelSmsText", "Привет"));
    }
}
