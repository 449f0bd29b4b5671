package io.vmnhub.northbound.records;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes records to one file a day, {@code messages-2026-11-22.jsonl}, and deletes files that are too old.
 *
 * <p>{@link #write} never waits: records go through a bounded queue to one thread. What finds the queue full, or a disk that takes nothing, is
 * dropped, counted in {@code vmnhub.records.dropped} and told in the log. A clean stop writes all; a crash loses what was queued, which is
 * some milliseconds of traffic, for every batch is handed to the operating system at once. Safe to share between threads.
 */
public final class RecordFiles implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RecordFiles.class);
    private static final int QUEUE = 50_000;
    private static final int BATCH = 1_000;
    private static final long POLL_MILLIS = 200;
    private static final String PREFIX = "messages-";
    private static final String SUFFIX = ".jsonl";

    private final Path folder;
    private final int keepDays;
    private final Clock clock;
    private final BlockingQueue<MessageRecord> queue;
    private final Counter dropped;
    private final ObjectWriter json = new ObjectMapper().writerFor(MessageRecord.class);
    private final Thread writer;
    private volatile boolean running = true;
    private LocalDate day;
    private OutputStream file;

    /** @param keepDays how many days' files are kept, today's included */
    public RecordFiles(Path folder, int keepDays, MeterRegistry metrics) {
        this(folder, keepDays, metrics, Clock.systemUTC(), QUEUE);
    }

    RecordFiles(Path folder, int keepDays, MeterRegistry metrics, Clock clock, int queueSize) {
        this.folder = folder;
        this.keepDays = keepDays;
        this.clock = clock;
        queue = new ArrayBlockingQueue<>(queueSize);
        dropped = Counter.builder("vmnhub.records.dropped").description("Message records that were not written").register(metrics);
        writer = new Thread(this::run, "message-records");
        writer.setDaemon(true);
        writer.start();
    }

    /** Notes a record; never waits and never fails. */
    public void write(MessageRecord record) {
        if (!running || !queue.offer(record)) {
            dropped.increment();
        }
    }

    private void run() {
        List<MessageRecord> batch = new ArrayList<>(BATCH);
        while (running || !queue.isEmpty()) {
            try {
                MessageRecord first = queue.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    queue.drainTo(batch, BATCH - 1);
                    append(batch);
                }
            } catch (InterruptedException e) {
                running = false;
            } catch (IOException e) {
                dropped.increment(batch.size());
                LOG.error("{} message records were not written: {}", batch.size(), e.toString());
                abandonFile();
            }
            batch.clear();
        }
        abandonFile();
    }

    private void append(List<MessageRecord> batch) throws IOException {
        LocalDate today = LocalDate.now(clock);
        if (file == null || !today.equals(day)) {
            abandonFile();
            Files.createDirectories(folder);
            file = new BufferedOutputStream(Files.newOutputStream(folder.resolve(PREFIX + today + SUFFIX), StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND), 1 << 16);
            day = today;
            deleteOld(today);
        }
        for (MessageRecord record : batch) {
            file.write(json.writeValueAsBytes(record));
            file.write('\n');
        }
        file.flush();
    }

    private void deleteOld(LocalDate today) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path old : files.filter(path -> isOlder(path.getFileName().toString(), today.minusDays(keepDays - 1L))).toList()) {
                Files.delete(old);
            }
        }
    }

    private static boolean isOlder(String name, LocalDate oldest) {
        if (!name.startsWith(PREFIX) || !name.endsWith(SUFFIX)) {
            return false;
        }
        try {
            return LocalDate.parse(name.substring(PREFIX.length(), name.length() - SUFFIX.length())).isBefore(oldest);
        } catch (DateTimeParseException e) {
            return false; // somebody else's file
        }
    }

    private void abandonFile() {
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                LOG.error("The file of message records did not close: {}", e.toString());
            }
            file = null;
        }
    }

    /** Writes what is queued and ends. */
    @Override
    public void close() {
        running = false;
        try {
            writer.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
