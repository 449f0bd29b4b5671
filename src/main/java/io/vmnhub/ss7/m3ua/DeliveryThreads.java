// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7.m3ua;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.restcomm.protocols.ss7.mtp.Mtp3TransferPrimitive;
import org.restcomm.protocols.ss7.mtp.Mtp3UserPartListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands received messages to the user part, those of one SLS in their order. The queues have no limit of their own: the
 * transport stops reading when {@link #backlog()} grows.
 */
final class DeliveryThreads {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryThreads.class);

    private final List<Mtp3UserPartListener> users;
    private final ThreadPoolExecutor[] threads;

    DeliveryThreads(String name, int count, CopyOnWriteArrayList<Mtp3UserPartListener> users) {
        this.users = users;
        threads = new ThreadPoolExecutor[count];
        for (int i = 0; i < count; i++) {
            String threadName = name + "-mtp-delivery-" + i;
            threads[i] = new ThreadPoolExecutor(
                    1,
                    1,
                    0,
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(),
                    task -> {
                        Thread thread = new Thread(task, threadName);
                        thread.setDaemon(true);
                        return thread;
                    },
                    new ThreadPoolExecutor.DiscardPolicy());
        }
    }

    void deliver(Mtp3TransferPrimitive message) {
        threads[message.getSls() % threads.length].execute(() -> {
            try {
                for (Mtp3UserPartListener user : users) {
                    user.onMtp3TransferMessage(message);
                }
            } catch (RuntimeException | StackOverflowError e) { // nested too deep for jSS7's decoders
                LOG.warn("A message from point code {} could not be processed", message.getOpc(), e);
            }
        });
    }

    /** How many messages wait. */
    int backlog() {
        int waiting = 0;
        for (ThreadPoolExecutor thread : threads) {
            waiting += thread.getQueue().size();
        }
        return waiting;
    }

    void stop() {
        for (ThreadPoolExecutor thread : threads) {
            thread.shutdown();
        }
    }
}
