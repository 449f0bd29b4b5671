// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vmnhub.cluster.Cluster;
import io.vmnhub.cluster.SharedMap;
import io.vmnhub.journal.SharedLines;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the changes that operators make at one node hold at all. A node that joins takes those that were made while it
 * was away; what the others have not heard of it tells them.
 */
final class SharedChanges implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("io.vmnhub.cluster");
    private static final int MOST = 200_000;
    private static final int MOST_REFUSED = 10_000;
    private static final long CLOSE_MILLIS = 2_000;
    /** In the queue in the place of a line. */
    private static final String COMPARE = "";

    private final String what;
    private final SharedLines lines;
    private final SharedMap map;
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>(MOST);
    /** The last line about each thing, as this node has it. */
    private final Map<String, String> last = new ConcurrentHashMap<>();
    /** Lines that this version does not understand, so that they are not tried again and again. */
    private final Set<String> refused = ConcurrentHashMap.newKeySet();

    private final Thread writer;
    private volatile boolean closed;

    /** @param what are changed, as {@code smsc-lists}; the same at all nodes */
    SharedChanges(Cluster cluster, String what, SharedLines lines) {
        this.what = what;
        this.lines = lines;
        map = cluster.map("changes." + what, MOST);
        lines.whenChanged(changed -> changed.forEach(this::tell));
        map.watch((key, value) -> {
            if (value != null && !told.offer(new String(value, UTF_8))) {
                LOG.error("A change of {} at another node is not taken: {} others wait", what, MOST);
            }
        });
        lines.lines().forEach(line -> last.put(lines.about(line), line));
        compare();
        cluster.whenChanged(() -> told.offer(COMPARE)); // parts of a farm may have met again
        writer = new Thread(this::take, "cluster-changes-" + what);
        writer.setDaemon(true);
        writer.start();
    }

    /** Takes what the others know and this node does not, and tells them what they do not know. */
    private void compare() {
        Map<String, String> known = new HashMap<>();
        map.forEach((key, value) -> known.put(new String(key, UTF_8), new String(value, UTF_8)));
        lines.lines().stream()
                .filter(line -> !known.containsKey(lines.about(line)))
                .forEach(this::tell);
        known.forEach((about, line) -> {
            if (!line.equals(last.get(about)) && !refused.contains(line)) {
                told.offer(line);
            }
        });
    }

    private void tell(String line) {
        last.put(lines.about(line), line);
        map.put(lines.about(line).getBytes(UTF_8), line.getBytes(UTF_8), Duration.ZERO);
    }

    private void take() {
        List<String> batch = new ArrayList<>();
        while (!closed && !Thread.currentThread().isInterrupted()) {
            try {
                batch.add(told.take());
                told.drainTo(batch);
                if (batch.removeIf(COMPARE::equals)) {
                    compare();
                }
                if (!batch.isEmpty()) {
                    take(batch);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IOException | RuntimeException e) {
                LOG.error("Changes of {} that were made at other nodes do not hold here: {}", what, e.toString());
            }
            batch.clear();
        }
    }

    private void take(List<String> batch) throws IOException {
        try {
            lines.take(batch);
        } catch (RuntimeException e) {
            if (batch.size() > 1) { // the others are not to blame; line by line would take long for many
                take(batch.subList(0, batch.size() / 2));
                take(batch.subList(batch.size() / 2, batch.size()));
            } else {
                LOG.error(
                        "A change of {} that was made at another node is not understood and does not hold here: {}",
                        what,
                        e.getMessage());
                if (refused.size() < MOST_REFUSED) {
                    refused.add(batch.get(0));
                }
            }
            return;
        }
        batch.forEach(line -> last.put(lines.about(line), line));
        LOG.info("{} changes of {} that were made at other nodes hold here, too", batch.size(), what);
    }

    @Override
    public void close() {
        closed = true;
        told.offer(COMPARE); // the thread is not interrupted: that would close the file that it writes
        try {
            writer.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
