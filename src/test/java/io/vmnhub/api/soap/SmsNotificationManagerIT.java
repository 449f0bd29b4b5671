// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.api.soap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.component.parlayx.NotifySmsReception;
import io.vmnhub.fixture.CxfApplication;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmsNotificationManagerIT {

    private static final String VMN = "tel:+447700900001";
    private static final String NOWHERE = "http://127.0.0.1:1/SmsNotification";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private SoapServer server;

    @BeforeEach
    void start() throws Exception {
        server = new SoapServer();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private HttpResponse<String> call(Envelope envelope) throws Exception {
        return server.call("acme", "SmsNotificationManager", envelope);
    }

    private void begin(String endpoint, String correlator, String number, String criteria) throws Exception {
        HttpResponse<String> answer = call(Envelope.start(endpoint, "SmsNotification", correlator, number, criteria));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(Envelope.body(answer.body()).getLocalName()).isEqualTo("startSmsNotificationResponse");
    }

    @Test
    void messagesThatWaitAndMessagesThatComeAreSentAndConfirmedByTheEmptyAnswer() throws Exception {
        String text = "\uD83D\uDE00 \u202Eשלום\u202C <&>";
        server.store("acme", SoapServer.message("m1", "before"));
        try (CxfApplication application = CxfApplication.wantingToken("PasswordDigest")) {
            begin(application.url(), "c-1", VMN, null);
            await().atMost(PATIENCE).until(() -> application.notifications().size() == 1);
            server.store("acme", SoapServer.message("m2", text));
            await().atMost(PATIENCE)
                    .until(() -> application.notifications().size() == 2 && server.pending("acme") == 0);
            assertThat(application.notifications())
                    .extracting(one -> one.message().message())
                    .containsExactly("before", text);
            assertThat(application.notifications())
                    .extracting(NotifySmsReception::correlator)
                    .containsOnly("c-1");
            assertThat(application.notifications())
                    .extracting(one -> one.message().dateTime())
                    .containsOnly("2026-11-22T04:05:06+05:45");
        }
    }

    @Test
    void numberAndFirstWordChoose() throws Exception {
        try (CxfApplication application = CxfApplication.wantingToken("PasswordDigest")) {
            begin(application.url(), "c-1", VMN, "stop");
            server.store("acme", SoapServer.message("m1", "please STOP"));
            server.store("acme", SoapServer.message("m2", "Stop please", "447700900002"));
            server.store("acme", SoapServer.message("m3", "\n Stop\tplease"));
            await().atMost(PATIENCE).until(() -> server.pending("acme") == 2);
            assertThat(application.notifications())
                    .extracting(one -> one.message().message())
                    .containsExactly("\n Stop\tplease");
        }
    }

    @Test
    void whatIsNotConfirmedStaysInTheInbox() throws Exception {
        begin(NOWHERE, "c-1", VMN, null);
        server.store("acme", SoapServer.message("m1", "Hello"));
        await().during(Duration.ofSeconds(1)).atMost(PATIENCE).until(() -> server.pending("acme") == 1);
        assertThat(call(Envelope.stop("c-1")).statusCode()).isEqualTo(200);
        await().atMost(PATIENCE)
                .until(() -> Envelope.texts(
                                Envelope.body(server.call("acme", "ReceiveSms", Envelope.getReceivedSms("acme"))
                                        .body()),
                                "message")
                        .contains("Hello"));
    }

    @Test
    void anEndedSubscriptionIsSentNothingAndMayBeginElsewhere() throws Exception {
        begin(NOWHERE, "c-1", VMN, null);
        assertThat(Envelope.body(call(Envelope.stop("c-1")).body()).getLocalName())
                .isEqualTo("stopSmsNotificationResponse");
        try (CxfApplication application = CxfApplication.wantingToken("PasswordDigest")) {
            begin(application.url(), "c-1", VMN, null);
            server.store("acme", SoapServer.message("m1", "Hello"));
            await().atMost(PATIENCE).until(() -> application.notifications().size() == 1);
        }
    }

    @Test
    void aCorrelatorBelongsToOneSubscriptionOfItsApplication() throws Exception {
        begin(NOWHERE, "c-1", VMN, null);
        assertThat(Envelope.refusal(call(Envelope.start(NOWHERE, "SmsNotification", "c-1", "tel:+447700900002", null))
                        .body()))
                .isEqualTo("ServiceException SVC0005 [c-1, reference]");
        assertThat(server.call(
                                "careful",
                                "SmsNotificationManager",
                                Envelope.start(NOWHERE, "SmsNotification", "c-1", VMN, null))
                        .statusCode())
                .isEqualTo(200);
        assertThat(Envelope.refusal(server.call("strict", "SmsNotificationManager", Envelope.stop("c-1"))
                        .body()))
                .isEqualTo("ServiceException SVC0002 [correlator]");
    }

    @Test
    void stoppingWhatIsNotThereIsRefused() throws Exception {
        assertThat(Envelope.refusal(call(Envelope.stop("c-1")).body()))
                .isEqualTo("ServiceException SVC0002 [correlator]");
    }

    @Test
    void whatAnotherSubscriptionGetsAlreadyIsRefused() throws Exception {
        begin(NOWHERE, "c-1", VMN, "stop");
        begin(NOWHERE, "c-2", VMN, "start");
        assertThat(Envelope.refusal(call(Envelope.start(NOWHERE, "SmsNotification", "c-3", VMN, "STOP"))
                        .body()))
                .isEqualTo("ServiceException SVC0008 [STOP]");
        assertThat(Envelope.refusal(call(Envelope.start(NOWHERE, "SmsNotification", "c-3", VMN, null))
                        .body()))
                .contains("SVC0008");
        begin(NOWHERE, "c-3", "tel:+447700900002", null);
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://a.example/,SmsNotification,c-1,tel:+447700900001,stop,SVC0002 [reference.endpoint",
        "http://u:p@a.example/,SmsNotification,c-1,tel:+447700900001,stop,SVC0002 [reference.endpoint",
        "http://a.example/,SmsDelivery,c-1,tel:+447700900001,stop,'SVC0003 [reference.interfaceName, SmsNotification]'",
        "http://a.example/,SmsNotification,'',tel:+447700900001,stop,SVC0002 [reference.correlator]",
        "http://a.example/,SmsNotification,c-1,tel:acme,stop,SVC0002 [smsServiceActivationNumber]",
        "http://a.example/,SmsNotification,c-1,tel:+447700900001,two words,SVC0002 [criteria]"
    })
    void aPartThatIsWrongIsNamed(
            String endpoint, String interfaceName, String correlator, String number, String criteria, String refusal)
            throws Exception {
        assertThat(Envelope.refusal(call(Envelope.start(endpoint, interfaceName, correlator, number, criteria))
                        .body()))
                .contains(refusal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1/",
                "http://localhost:8080/",
                "http://169.254.169.254/latest",
                "http://[::1]/",
                "http://10.0.0.1/"
            })
    void aPrivateTargetIsRefusedUnlessTheOperatorAllowsIt(String endpoint) throws Exception {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Envelope.refusal(server.call(
                                        "strict",
                                        "SmsNotificationManager",
                                        Envelope.start(endpoint, "SmsNotification", "c-1", VMN, null))
                                .body()))
                        .contains("SVC0002 [reference.endpoint")
                        .contains("private"));
    }
}
