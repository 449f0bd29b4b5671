// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.broker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hub's own count of what the embedded broker holds, in a file beside its journal, so that a journal that has lost
 * something does not go unnoticed: Artemis passes over records that it cannot read. It is written once a second, and
 * when the broker stops. Safe to share between threads.
 */
final class StoredCounts {

    private static final Logger LOG = LoggerFactory.getLogger(StoredCounts.class);
    private static final String STOPPED = "stopped";
    private static final String RUNNING = "running";
    /** How many seconds' deliveries may be missing from a count that was written while the broker was at work. */
    private static final int SECONDS = 5;

    private static final int SLACK = 10;
    private static final int LOOKS = 100;
    private static final long PAUSE_MILLIS = 50;

    private final Path file;
    private final Map<String, Long> acknowledged = new HashMap<>();
    private final Map<String, Long> fastest = new HashMap<>();
    private String written = "";
    private boolean stopped;

    /** What a line of the file says: how many messages a queue held, and how many have left it in a second at most. */
    private record Count(long messages, long perSecond) {}

    StoredCounts(Path file) {
        this.file = file;
    }

    /** Compares what the broker holds, after its start, with what it held. Logs an error for each queue with fewer. */
    void compare(ActiveMQServer server) throws IOException {
        Map<String, Count> before = new TreeMap<>();
        boolean inOrder = read(before);
        for (Map.Entry<String, Count> entry : before.entrySet()) {
            Queue queue = server.locateQueue(entry.getKey());
            if (queue != null) {
                awaitCounted(queue);
            }
            long now = queue == null ? 0 : queue.getMessageCount();
            Count count = entry.getValue();
            long explained = inOrder ? 0 : SECONDS * count.perSecond() + SLACK;
            if (now < count.messages() - explained) {
                LOG.error(
                        "Broker: the queue {} holds {} messages, but {} {}: {} are lost{}. The files of the "
                                + "broker beside {} are damaged; "
                                + "a copy of them from before is what can bring the messages back",
                        entry.getKey(),
                        now,
                        inOrder ? "when the broker was stopped it held" : "a second before the broker ended it held",
                        count.messages(),
                        count.messages() - now,
                        inOrder ? "" : ", apart from those that were delivered in that second",
                        file);
            }
        }
    }

    private boolean read(Map<String, Count> counts) throws IOException {
        boolean inOrder = false;
        try {
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                String[] words = line.split(" ", 3);
                if (words.length == 3 && words[0].matches("[0-9]{1,18}") && words[1].matches("[0-9]{1,18}")) {
                    counts.put(words[2], new Count(Long.parseLong(words[0]), Long.parseLong(words[1])));
                } else {
                    inOrder |= line.equals(STOPPED);
                }
            }
        } catch (NoSuchFileException e) {
            LOG.debug("{} is not there: nothing was counted before", file);
        }
        return inOrder;
    }

    /** To be called once a second while the broker runs. */
    synchronized void running(ActiveMQServer server) {
        if (!stopped) {
            write(server, RUNNING);
        }
    }

    /** To be called when nothing is taken or delivered any more, and the broker's queues can still be asked. */
    synchronized void stopped(ActiveMQServer server) {
        String last = null;
        for (int i = 0;
                i < LOOKS && !lines(server, STOPPED).equals(last);
                i++) { // acknowledgements are still on their way
            last = lines(server, STOPPED);
            pause();
        }
        write(server, STOPPED);
        stopped = true;
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A queue that pages counts its pages after its start. */
    private static void awaitCounted(Queue queue) {
        for (int i = 0;
                i < LOOKS
                        && queue.getPageSubscription() != null
                        && queue.getPageSubscription().getCounter().isRebuilding();
                i++) {
            pause();
        }
    }

    private void write(ActiveMQServer server, String state) {
        String lines = lines(server, state);
        if (lines.equals(written)) {
            return;
        }
        Path next = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer octets = StandardCharsets.UTF_8.encode(lines);
            while (octets.hasRemaining()) {
                channel.write(octets);
            }
            channel.force(false);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            written = lines;
        } catch (IOException e) {
            LOG.debug("{} cannot be written, and is tried again: {}", file, e.toString());
        }
    }

    private String lines(ActiveMQServer server, String state) {
        StringBuilder lines = new StringBuilder(state).append('\n');
        new TreeMap<>(queues(server))
                .forEach((name, queue) -> lines.append(queue.getMessageCount())
                        .append(' ')
                        .append(perSecond(name, queue.getMessagesAcknowledged()))
                        .append(' ')
                        .append(name)
                        .append('\n'));
        return lines.toString();
    }

    private static Map<String, Queue> queues(ActiveMQServer server) {
        Map<String, Queue> queues = new HashMap<>();
        server.getPostOffice().getAllBindings().forEach(binding -> {
            Queue queue = server.locateQueue(binding.getUniqueName());
            if (queue != null && queue.isDurable()) {
                queues.put(queue.getName().toString(), queue);
            }
        });
        return queues;
    }

    private long perSecond(String queue, long acknowledgedNow) {
        Long before = acknowledged.put(queue, acknowledgedNow);
        return fastest.merge(queue, before == null ? 0 : Math.max(0, acknowledgedNow - before), Math::max);
    }
}
