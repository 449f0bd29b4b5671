// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.fixture.StoreHub;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded broker from inside. */
class PostOfficeQueueIT extends QueueContract {

    @Override
    QueueSender sender(Broker broker, JmsSender jms) {
        return new PostOfficeSender(broker, jms, IN_FLIGHT, SOON);
    }

    @Override
    QueueReader reader(Broker broker, String queue) throws Exception {
        return new PostOfficeReader(broker.embedded(), queue);
    }

    @Test
    void whatWasConfirmedIsThereAfterTheProcessWasHalted(@TempDir Path halted) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        HaltingSender.class.getName(),
                        halted.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isOne();
        int confirmed = Integer.parseInt(said.replaceFirst("(?s).*confirmed (\\d+)\\s*", "$1"));
        try (Broker broker = new Broker(StoreHub.settings(halted))) {
            broker.start();
            try (QueueReader reader = broker.reader(HaltingSender.QUEUE.name())) {
                for (int i = 0; i < confirmed; i++) {
                    QueueReader.Delivery next = reader.receive(SOON.toMillis()).orElseThrow();
                    assertThat(ByteBuffer.wrap(next.octets()).getInt()).isEqualTo(i);
                }
            }
        }
    }
}
