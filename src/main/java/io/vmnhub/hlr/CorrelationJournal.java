// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.hlr;

import io.vmnhub.batch.BatchWriter;
import io.vmnhub.batch.GroupCommit;
import io.vmnhub.journal.JournalFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps correlation IMSIs in a file: each is on the disk before its SMSC is told, as many in one write as have
 * gathered. The file is written anew when most of it is over. One that cannot be written is given all the same, and
 * forgotten at the next restart. Thread-safe.
 */
public final class CorrelationJournal implements CorrelationStore, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CorrelationJournal.class);
    private static final int MOST_WAITING = 20_000;
    private static final int MOST_AT_ONCE = 1_000;
    private static final long CLOSE_MILLIS = 5_000;
    private static final int LEAST_TO_RENEW = 20_000;

    private final Path path;
    private final GroupCommit<Entry> commits = new GroupCommit<>(
            new GroupCommit.Limits(MOST_WAITING, MOST_AT_ONCE, CLOSE_MILLIS),
            (entry, failure) -> entry.done().complete(null),
            () -> new IllegalStateException("the hub has stopped"));

    private record Entry(CorrelationBinding binding, CompletableFuture<Void> done) {}

    public CorrelationJournal(Path path) {
        this.path = path;
    }

    /**
     * What an earlier run has given.
     *
     * @throws IOException when the file cannot be read
     */
    List<CorrelationBinding> read() throws IOException {
        List<CorrelationBinding> found = new ArrayList<>();
        if (Files.exists(path)) {
            JournalFile.Opened opened =
                    JournalFile.open(path, (offset, body) -> found.add(CorrelationBinding.of(body)));
            opened.file().close();
            opened.damage().ifPresent(damage -> LOG.warn("{}", damage));
        }
        return found;
    }

    /** @param current what is given, whenever the file is written anew */
    void start(Supplier<Collection<CorrelationBinding>> current) {
        commits.start("correlation-imsis", new Writer(current));
    }

    @Override
    public CompletableFuture<Void> keep(CorrelationBinding binding) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (!commits.offer(new Entry(binding, done))) {
            done.complete(null);
        }
        return done;
    }

    private final class Writer implements BatchWriter<Entry> {

        private final Supplier<Collection<CorrelationBinding>> current;
        private JournalFile file;
        private long records;
        private boolean failing;

        Writer(Supplier<Collection<CorrelationBinding>> current) {
            this.current = current;
        }

        @Override
        public void commit(List<Entry> batch) throws IOException {
            if (file == null
                    || records > LEAST_TO_RENEW && records > 2L * current.get().size()) {
                renew();
            } else {
                for (Entry entry : batch) {
                    file.append(entry.binding().octets());
                }
                file.commit();
                records += batch.size();
            }
            if (failing) {
                LOG.info("Correlation IMSIs are written again");
            }
            failing = false;
        }

        /** What is given now, with what the batch has. */
        private void renew() throws IOException {
            close();
            Collection<CorrelationBinding> all = current.get();
            file = JournalFile.replace(path, fresh -> {
                for (CorrelationBinding binding : all) {
                    fresh.append(binding.octets());
                }
            });
            records = all.size();
        }

        @Override
        public AfterFailure failed(List<Entry> batch, Exception failure) {
            if (!failing) {
                LOG.error(
                        "Correlation IMSIs cannot be written to {}; they are given and would not survive a restart: {}",
                        path,
                        failure.toString());
            }
            failing = true;
            try {
                close(); // the next time all of it is written
            } catch (IOException e) {
                LOG.debug("{} could not be closed", path, e);
            }
            return AfterFailure.FAILED;
        }

        @Override
        public void close() throws IOException {
            JournalFile open = file;
            file = null;
            if (open != null) {
                open.close();
            }
        }
    }

    @Override
    public void close() {
        commits.close();
    }
}
