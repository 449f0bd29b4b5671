// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vmnhub.component.smppserver.Esme;
import io.vmnhub.peer.Answer;
import io.vmnhub.peer.Smsc;
import io.vmnhub.peer.map.MapError;
import io.vmnhub.peer.sms.SmsDeliverTpdu;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jsmpp.bean.DeliverSm;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A farm of two nodes, and an SMSC with a link to each. The last test stops each node in order and kills each
 * {@code -Dvmnhub.test.kills} times, at {@code -Dvmnhub.test.rate} messages a second.
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterIT {

    private static final Duration SOON = Duration.ofSeconds(120);
    private static final int KILLS = Integer.getInteger("vmnhub.test.kills", 1);
    private static final int RATE = Integer.getInteger("vmnhub.test.rate", 100);
    private static final String VMN = "447700900123";
    private static final String IMSI = "234150000000123";

    /** Of a number whose application binds over SMPP. */
    private static final String BOUND_IMSI = "234150000001123";

    private static final Map<String, Integer> DELIVERED = new ConcurrentHashMap<>();

    private static final Vertx VERTX = Vertx.vertx();
    private static HttpServer application;
    private static FarmScene farm;
    private static Smsc smsc;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        ObjectMapper json = new ObjectMapper();
        application = VERTX.createHttpServer()
                .requestHandler(request -> request.bodyHandler(body -> {
                    String text = text(json, body.getBytes());
                    DELIVERED.merge(text, 1, Integer::sum);
                    VERTX.setTimer(
                            text.startsWith("slow") ? 2_000 : 1,
                            timer -> request.response().setStatusCode(204).end());
                }))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
        farm = new FarmScene(folder, application.actualPort());
        farm.start();
        smsc = farm.smsc();
        await().atMost(SOON).ignoreExceptions().until(() -> bothAreReady(0) && bothAreReady(1));
    }

    @AfterAll
    static void stop() throws Exception {
        if (smsc != null) {
            smsc.close();
        }
        farm.close();
        VERTX.close();
    }

    private static String text(ObjectMapper json, byte[] body) {
        try {
            return json.readTree(body).get("text").asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode cluster(int node) throws Exception {
        return new ObjectMapper()
                .readTree(farm.manage(node, "GET", "/cluster", "").body());
    }

    private static boolean bothAreReady(int node) throws Exception {
        return cluster(node).path("members").findValuesAsText("state").equals(List.of("ready", "ready"));
    }

    /** From now on the SMSC uses its link to this node only. */
    private static void over(int node) {
        farm.over(smsc, node);
    }

    private static void overBoth() {
        smsc.signalling().sendOver(link -> true);
    }

    private static byte[] tpdu(String text) {
        return SmsDeliverTpdu.from("447700900999")
                .gsm7(text)
                .timestamp(OffsetDateTime.parse("2026-11-27T09:00:00Z"))
                .encode();
    }

    private static Set<String> nodesHandedOut() {
        return IntStream.range(0, 20)
                .mapToObj(i -> smsc.sriSm(3, String.valueOf(447700900100L + i)).networkNodeNumber())
                .collect(Collectors.toSet());
    }

    @Test
    @Order(1)
    void theNodesKnowEachOtherAndHaveTheSameConfiguration() throws Exception {
        JsonNode shown = cluster(0);
        assertThat(shown.path("name").asText()).isEqualTo("test-farm");
        assertThat(shown.path("met").asBoolean()).isTrue();
        assertThat(shown.path("members").findValuesAsText("mscGlobalTitle"))
                .containsExactly(FarmScene.title(0), FarmScene.title(1));
        assertThat(shown.path("differences")).isEmpty();
    }

    @Test
    @Order(2)
    void everyNodeHandsOutTheSameTitleForANumberAndAllTitlesOccur() {
        for (int i = 0; i < 10; i++) {
            String vmn = String.valueOf(447700900200L + i);
            over(0);
            String first = smsc.sriSm(3, vmn).networkNodeNumber();
            over(1);
            assertThat(smsc.sriSm(3, vmn).networkNodeNumber()).isEqualTo(first);
        }
        overBoth();
        assertThat(nodesHandedOut()).containsExactlyInAnyOrder(FarmScene.title(0), FarmScene.title(1));
    }

    @Test
    @Order(3)
    void aRepeatAtAnotherNodeIsDeliveredOnce() {
        byte[] slow = tpdu("slow one");
        over(0);
        CompletableFuture<Answer> first = smsc.forwardSmAsync(3, IMSI, slow);
        await().atMost(SOON).until(() -> DELIVERED.containsKey("slow one"));
        over(1);
        Answer whileInProgress = smsc.forwardSm(3, IMSI, slow);
        assertThat(first.join().isResult()).isTrue();
        assertThat(whileInProgress.isResult()).isTrue();
        byte[] quick = tpdu("quick one");
        over(0);
        assertThat(smsc.forwardSm(3, IMSI, quick).isResult()).isTrue();
        over(1);
        await().atMost(SOON).until(() -> smsc.forwardSm(3, IMSI, quick).isResult());
        overBoth();
        assertThat(DELIVERED).containsEntry("slow one", 1).containsEntry("quick one", 1);
    }

    @Test
    @Order(4)
    void whatAnOperatorChangesAtOneNodeHoldsAtTheOther() throws Exception {
        assertThat(farm.manage(0, "POST", "/screening/entries", "{\"colour\": \"black\", \"address\": \"4912345*\"}")
                        .statusCode())
                .isEqualTo(201);
        await().atMost(SOON)
                .until(() ->
                        farm.manage(1, "GET", "/screening/changes", "").body().contains("4912345"));
        assertThat(farm.manage(1, "DELETE", "/screening/changes/4912345*", "").statusCode())
                .isEqualTo(204);
        await().atMost(SOON)
                .until(() ->
                        !farm.manage(0, "GET", "/screening/changes", "").body().contains("4912345"));
    }

    private static String text(DeliverSm message) {
        return new String(message.getShortMessage(), UTF_8);
    }

    /** Sent until it is: a busy machine may need longer than a message has. */
    private static void acknowledged(String imsi, byte[] tpdu) {
        await().atMost(SOON).until(() -> smsc.forwardSm(3, imsi, tpdu).isResult());
    }

    private static void refused(byte[] tpdu, int error) {
        await().atMost(SOON).until(() -> {
            Answer answer = smsc.forwardSm(3, BOUND_IMSI, tpdu);
            return answer.kind() == Answer.Kind.ERROR && answer.error().code() == error;
        });
    }

    private static boolean knowsOfASession(int node, int at) throws Exception {
        return cluster(node).path("members").get(at).path("accounts").toString().contains("demo");
    }

    @Test
    @Order(5)
    void anApplicationThatHasBoundToAnotherNodeIsReachedAndItsErrorComesBack() throws Exception {
        over(0);
        refused(tpdu("nobody"), MapError.ABSENT_SUBSCRIBER_SM);
        try (Esme esme = Esme.esme()
                .named("demo", "demo")
                .answering(message -> text(message).equals("full") ? 0x14 : 0)) {
            esme.bind(farm.smppPort(1));
            await().atMost(SOON).until(() -> knowsOfASession(0, 1));
            acknowledged(BOUND_IMSI, tpdu("over there"));
            refused(tpdu("full"), MapError.SM_DELIVERY_FAILURE);
            assertThat(esme.received).extracting(ClusterIT::text).contains("over there", "full");
            try (Esme here = Esme.esme().named("demo", "demo")) {
                here.bind(farm.smppPort(0));
                acknowledged(BOUND_IMSI, tpdu("over here"));
                assertThat(here.received).extracting(ClusterIT::text).contains("over here");
            }
        }
        overBoth();
    }

    private static byte[] part(int reference, int number) {
        return SmsDeliverTpdu.from("447700900999")
                .gsm7("long " + reference + " part " + number + " ")
                .part(reference, number, 2)
                .timestamp(OffsetDateTime.parse("2026-11-27T09:00:00Z"))
                .encode();
    }

    private static String whole(int reference) {
        return "long " + reference + " part 1 long " + reference + " part 2 ";
    }

    @Test
    @Order(6)
    void aMessageWhosePartsCameToDifferentNodesIsDeliveredOnceAndWhole() {
        for (int reference = 1; reference <= 6; reference++) {
            over(reference % 2);
            acknowledged(IMSI, part(reference, 1));
            over(1 - reference % 2);
            acknowledged(IMSI, part(reference, 2));
        }
        overBoth();
        for (int reference = 1; reference <= 6; reference++) {
            String text = whole(reference);
            await().atMost(SOON).until(() -> DELIVERED.containsKey(text));
            assertThat(DELIVERED).containsEntry(text, 1);
        }
    }

    @Test
    @Order(7)
    void aNodeThatIsDrainedIsNotHandedOutAndComesBack() throws Exception {
        CompletableFuture<Integer> drained = CompletableFuture.supplyAsync(() -> {
            try {
                return farm.manage(1, "POST", "/drain", "").statusCode();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        over(0);
        await().atMost(SOON).until(() -> nodesHandedOut().equals(Set.of(FarmScene.title(0))));
        assertThat(drained.get(60, TimeUnit.SECONDS)).isEqualTo(204);
        assertThat(farm.manage(1, "DELETE", "/drain", "").statusCode()).isEqualTo(204);
        comeBack(1);
        overBoth();
        await().atMost(SOON).until(() -> nodesHandedOut().size() == 2);
    }

    private static void comeBack(int node) {
        await().atMost(SOON).until(() -> {
            try {
                farm.connect(smsc, node);
                return true;
            } catch (IOException e) {
                return false; // it does not listen yet
            }
        });
        smsc.activate();
        await().atMost(SOON).ignoreExceptions().until(() -> bothAreReady(0) && bothAreReady(1));
    }

    @Test
    @Order(8)
    void nothingAcknowledgedIsLostWhenNodesAreKilledAndStopped() throws Exception {
        try (FarmLoad load = new FarmLoad(smsc, RATE)) {
            for (int kill = 0; kill < KILLS; kill++) {
                int before = load.acknowledged().size();
                await().atMost(SOON).until(() -> load.acknowledged().size() > before + RATE);
                int victim = 1 - kill % 2;
                int reference = 20 + kill % 200;
                over(victim);
                acknowledged(IMSI, part(reference, 1));
                overBoth();
                farm.node(victim).kill();
                int killed = load.acknowledged().size();
                await().atMost(SOON).until(() -> load.acknowledged().size() > killed + RATE);
                acknowledged(IMSI, part(reference, 2));
                await().atMost(SOON).until(() -> DELIVERED.containsKey(whole(reference)));
                farm.node(victim).start();
                comeBack(victim);
                farm.node(1 - victim).terminate();
                assertThat(farm.node(1 - victim).awaitExit(60)).isZero();
                farm.node(1 - victim).start();
                comeBack(1 - victim);
            }
            load.end();
            await().atMost(SOON).until(() -> load.acknowledged().size() == load.sent());
            Map<String, Integer> arrived = Map.copyOf(DELIVERED);
            assertThat(arrived.keySet()).as("acknowledged, and not delivered").containsAll(load.acknowledged());
            int again = load.attempts() - load.sent();
            long twice = load.acknowledged().stream()
                    .filter(text -> arrived.get(text) > 1)
                    .count();
            System.out.printf(
                    "%d kills and %d stops: %,d messages acknowledged, lost 0, %,d sent again, %d delivered twice%n",
                    KILLS, KILLS, load.sent(), again, twice);
            assertThat(twice).as("only what was sent again").isLessThanOrEqualTo(again);
        }
    }
}
