// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static io.vmnhub.peer.map.MapError.ILLEGAL_SUBSCRIBER;
import static io.vmnhub.peer.map.MapError.SUBSCRIBER_BUSY_FOR_MT_SMS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.fixture.HubProcess;
import io.vmnhub.peer.Answer;
import io.vmnhub.peer.Dialogue;
import io.vmnhub.peer.Smsc;
import io.vmnhub.peer.map.ApplicationContext;
import io.vmnhub.peer.map.Arguments;
import io.vmnhub.peer.map.Operation;
import io.vmnhub.peer.sccp.PartyAddress;
import io.vmnhub.peer.sms.SmsDeliverTpdu;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What screening remembers outlives a hub that is killed as by {@code kill -9}. */
@Timeout(300)
class KilledScreeningIT {

    private static final String VMN = "447700900001";
    private static final String IMSI = "234150000000001";
    private static final String GRAY = "447711000000";
    private static final String ASKS = "447722000000";
    private static final String NEVER_ASKS = "447733000000";

    @TempDir
    Path home;

    private static Answer message(Smsc smsc, String title, String sender) {
        Dialogue dialogue = smsc.mtDialogue(3).from(PartyAddress.title(title, 8));
        CompletableFuture<Answer> answer = dialogue.invoke(
                Operation.forwardSm(3),
                Arguments.forwardSm(
                        Arguments.imsi(IMSI),
                        Arguments.serviceCentreAddressOa(title),
                        SmsDeliverTpdu.from(sender).gsm7("hello").encode(),
                        false));
        dialogue.send();
        return answer.join();
    }

    private static Answer query(Smsc smsc, String title) {
        Dialogue dialogue = smsc.dialogue(ApplicationContext.shortMsgGateway(3))
                .from(PartyAddress.title(title, 8))
                .to(PartyAddress.title(VMN, 6));
        CompletableFuture<Answer> answer =
                dialogue.invoke(Operation.SEND_ROUTING_INFO_FOR_SM, Arguments.routingInfoForSm(VMN, true, title));
        dialogue.send();
        return answer.join();
    }

    private long written(String file) throws Exception {
        Path path = home.resolve("data/screening/" + file);
        return Files.exists(path) ? Files.size(path) : 0;
    }

    @Test
    void grayCombinationsAndQueriesAreRememberedAfterAKill() throws Exception {
        try (HubProcess hub = HubProcess.ofClasses(home, List.of())) {
            hub.route(
                    "demo",
                    "- route:\n    id: demo\n    from:\n      uri: direct:demo\n      steps:\n        - log: taken\n");
            Files.writeString(home.resolve("config/screening.yaml"), """
                smscs: {gray: {minDelay: 1s, window: 1h, entries: [{address: '447711*'}]}}
                spoofing: {unsolicited: reject, queryWithin: 2s, persist: true}
                """);
            hub.start();
            try (Smsc smsc = hub.smsc()) {
                // only once it is known which queries there were
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> !message(smsc, NEVER_ASKS, "447911123450").isResult());
                Files.writeString(
                        home.resolve("config/screening.yaml"),
                        Files.readString(home.resolve("config/screening.yaml")).replace("2s", "1h"));
                long queries = written("queries.journal");
                long gray = written("gray-list.journal");
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> message(smsc, NEVER_ASKS, "447911123451").isResult()); // an hour is not over yet
                assertThat(query(smsc, GRAY).isResult()).isTrue();
                assertThat(query(smsc, ASKS).isResult()).isTrue();
                assertThat(message(smsc, GRAY, "447911123456").error().code()).isEqualTo(SUBSCRIBER_BUSY_FOR_MT_SMS);
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> written("queries.journal") > queries && written("gray-list.journal") > gray);
                hub.kill();
            }
            Files.writeString(home.resolve("config/screening.yaml"), """
                smscs: {gray: {minDelay: 1ms, window: 1h, entries: [{address: '447711*'}]}}
                spoofing: {sccpAddressChanged: reject, queryWithin: 1h, persist: true}
                """);
            hub.start();
            try (Smsc smsc = hub.smsc()) {
                assertThat(message(smsc, GRAY, "447911123456").isResult())
                        .as("its sender has come back")
                        .isTrue();
                assertThat(message(smsc, GRAY, "447911123457").error().code())
                        .as("another sender")
                        .isEqualTo(SUBSCRIBER_BUSY_FOR_MT_SMS);
                Dialogue faked = smsc.mtDialogue(3).from(PartyAddress.title(NEVER_ASKS, 8));
                CompletableFuture<Answer> answer = faked.invoke(
                        Operation.forwardSm(3),
                        Arguments.forwardSm(
                                Arguments.imsi(IMSI),
                                Arguments.serviceCentreAddressOa(ASKS),
                                SmsDeliverTpdu.from("447911123458")
                                        .gsm7("hello")
                                        .encode(),
                                false));
                faked.send();
                assertThat(answer.join().error().code())
                        .as("another title than that of the query")
                        .isEqualTo(ILLEGAL_SUBSCRIBER);
            }
        }
    }
}
