// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.broker;

import io.vmnhub.fixture.StoreHub;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** A process that sends to its embedded broker, and halts in the midst of it. */
final class HaltingSender {

    static final BrokerAddress QUEUE = new BrokerAddress("store.acme", false);
    private static final int ENOUGH = 5_000;
    private static final int AT_A_TIME = 1_000;

    private HaltingSender() {}

    /** Says how many were confirmed, and halts without closing anything. */
    public static void main(String[] arguments) throws Exception {
        Broker broker = new Broker(StoreHub.settings(Path.of(arguments[0])));
        broker.start();
        Duration soon = Duration.ofSeconds(60);
        JmsSender jms = new JmsSender(
                broker.place(), broker::connections, AT_A_TIME, soon, broker::isTrusted, Destinations.of(broker));
        PostOfficeSender sender = new PostOfficeSender(broker, jms, 2 * AT_A_TIME, soon);
        sender.start();
        Semaphore room = new Semaphore(AT_A_TIME);
        AtomicInteger confirmed = new AtomicInteger();
        for (int i = 0; confirmed.get() < ENOUGH; i++) {
            room.acquire();
            sender.send(
                    QUEUE, new OctetsMessage(ByteBuffer.allocate(300).putInt(i).array(), Map.of()), failure -> {
                        if (failure == null) {
                            confirmed.incrementAndGet();
                        }
                        room.release();
                    });
        }
        System.out.println("confirmed " + confirmed.get());
        System.out.flush();
        Runtime.getRuntime().halt(1);
    }
}
