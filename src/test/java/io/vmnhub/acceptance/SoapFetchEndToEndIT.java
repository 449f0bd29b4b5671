// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.api.soap.ReceiveSms;
import io.vmnhub.api.soap.SimpleReference;
import io.vmnhub.api.soap.SmsNotificationManager;
import io.vmnhub.component.parlayx.NotifySmsReception;
import io.vmnhub.component.parlayx.SmsMessage;
import io.vmnhub.fixture.CxfApplication;
import io.vmnhub.fixture.RunningHub;
import io.vmnhub.peer.Smsc;
import io.vmnhub.peer.sms.SmsDeliverTpdu;
import io.vmnhub.ss7.TestSettings;
import jakarta.xml.ws.BindingProvider;
import jakarta.xml.ws.Service;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import javax.xml.namespace.QName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From mt-forwardSM over M3UA to an application on SOAP: the whole hub on its shipped files. */
@Timeout(120)
class SoapFetchEndToEndIT {

    private static final String IMSI = "234150000000123";
    private static final String FAMILY = "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67 שלום";
    private static final String SETTINGS = """
            applications:
              demo:
                messages: {duplicates: deliver}
                soap: {password: demo-pass, delivery: at-least-once, lease: 2s, allowPrivateTargets: true, notifyPorts: "1-65535", requestsPerSecond: 1000}
            """;

    private static int httpPort;
    private static RunningHub hub;
    private static Smsc smsc;

    @BeforeAll
    static void startHub(@TempDir Path home) throws Exception {
        httpPort = TestSettings.freePort();
        hub = RunningHub.in(
                home,
                Map.of(
                        "config/applications.yaml", shipped -> SETTINGS,
                        "config/application.properties",
                                shipped -> shipped.replace(
                                                "vmnhub.smpp.port = 2775",
                                                "vmnhub.smpp.port = " + TestSettings.freePort())
                                        + "\nvmnhub.http.port = " + httpPort + "\n",
                        "routes/applications/demo.camel.yaml",
                                shipped -> "- route:\n    id: demo\n    from:\n      uri: direct:demo\n      "
                                        + "steps:\n        - to: kamelet:inbox-sink\n"));
        smsc = Smsc.tcpClient("127.0.0.1", hub.port()).open();
        smsc.activate();
    }

    @AfterAll
    static void stopHub() {
        smsc.close();
        hub.close();
    }

    private static <T> T port(Class<T> type, String namespace) throws IOException {
        String url = "http://127.0.0.1:" + httpPort + "/soap/" + type.getSimpleName() + "?wsdl";
        T port = Service.create(URI.create(url).toURL(), new QName(namespace, type.getSimpleName() + "Service"))
                .getPort(new QName(namespace, type.getSimpleName()), type);
        ((BindingProvider) port)
                .getRequestContext()
                .putAll(Map.of(
                        BindingProvider.USERNAME_PROPERTY, "demo", BindingProvider.PASSWORD_PROPERTY, "demo-pass"));
        return port;
    }

    private static void forward(SmsDeliverTpdu message) {
        assertThat(smsc.forwardSm(3, IMSI, message.encode()).isResult()).isTrue();
    }

    @Test
    void aMessageIsAcknowledgedAndFetchedOverSoap() throws Exception {
        forward(SmsDeliverTpdu.from("447911123456")
                .ucs2(FAMILY)
                .timestamp(OffsetDateTime.parse("2026-11-22T04:05:06+05:45")));
        ReceiveSms port = port(ReceiveSms.class, "http://www.csapi.org/wsdl/parlayx/sms/receive/v2_2/service");
        List<SmsMessage> received = port.getReceivedSms("demo");
        assertThat(received).extracting(SmsMessage::message).containsExactly(FAMILY);
        assertThat(received.get(0).senderAddress()).isEqualTo("tel:+447911123456");
        assertThat(received.get(0).smsServiceActivationNumber()).isEqualTo("tel:+447700900123");
        assertThat(received.get(0).dateTime()).isEqualTo("2026-11-22T04:05:06+05:45");
        assertThat(port.getReceivedSms("tel:+447700900123")).isNullOrEmpty();
    }

    @Test
    void aMessageIsAcknowledgedAndNotifiedOverSoap() throws Exception {
        SmsNotificationManager manager = port(
                SmsNotificationManager.class,
                "http://www.csapi.org/wsdl/parlayx/sms/notification_manager/v2_3/service");
        try (CxfApplication application = CxfApplication.open()) {
            manager.startSmsNotification(
                    new SimpleReference(application.url(), "SmsNotification", "c-1"), "tel:+447700900123", "notify");
            forward(SmsDeliverTpdu.from("447911123456")
                    .gsm7("Notify me")
                    .timestamp(OffsetDateTime.parse("2026-11-22T04:05:06-03:30")));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> application.notifications().size() == 1);
            NotifySmsReception notification = application.notifications().get(0);
            assertThat(notification.correlator()).isEqualTo("c-1");
            assertThat(notification.message().message()).isEqualTo("Notify me");
            assertThat(notification.message().dateTime()).isEqualTo("2026-11-22T04:05:06-03:30");
            manager.stopSmsNotification("c-1");
        }
    }
}
