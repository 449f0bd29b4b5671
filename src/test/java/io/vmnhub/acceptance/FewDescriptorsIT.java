// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.fixture.HubProcess;
import io.vmnhub.peer.Smsc;
import io.vmnhub.peer.sms.SmsDeliverTpdu;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** More half-open HTTP connections than a process has file descriptors. */
@Timeout(240)
class FewDescriptorsIT {

    private static final int DESCRIPTORS = 500;

    @Test
    void leaveEnoughForAnSmscThatConnectsAndItsMessages(@TempDir Path home) throws Exception {
        List<Socket> halfOpen = new ArrayList<>();
        try (HubProcess hub = HubProcess.ofClasses(
                        home,
                        List.of(
                                "vmnhub.management.max-connections=5000",
                                "vmnhub.management.max-connections-per-address=5000",
                                "vmnhub.http.head-within-seconds=200"))
                .descriptors(DESCRIPTORS)
                .route("demo", """
                - route:
                    id: demo
                    from:
                      uri: direct:demo
                      steps:
                        - log: {message: "taken", loggingLevel: DEBUG}
                """)
                .start()) {
            for (int i = 0; i < DESCRIPTORS + 100; i++) {
                halfOpen.add(new Socket("127.0.0.1", hub.managementPort()));
            }
            try (Smsc smsc = Smsc.tcpClient("127.0.0.1", hub.port())
                    .asAsp(101)
                    .answerTimeout(Duration.ofSeconds(30))
                    .open()) {
                smsc.activate();
                for (int i = 0; i < 20; i++) {
                    assertThat(smsc.forwardSm(
                                            3,
                                            "234150000000001",
                                            SmsDeliverTpdu.from("447700900123")
                                                    .gsm7("hello " + i)
                                                    .encode())
                                    .isResult())
                            .isTrue();
                }
            }
            assertThat(hub.output())
                    .contains("the file descriptors that are left are kept for signalling")
                    .doesNotContain("Too many open files");
        } finally {
            for (Socket socket : halfOpen) {
                close(socket);
            }
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
