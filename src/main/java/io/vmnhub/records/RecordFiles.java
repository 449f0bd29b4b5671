// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.records;

import io.vmnhub.journal.PrivateFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records as lines of JSON in one file a day, {@code messages-2026-11-22.jsonl}, or several when there is much of them.
 * Files that are too old are deleted, and the oldest when all together are too large. Every batch is handed to the
 * operating system at once, and synchronized with the disk by nobody.
 */
final class RecordFiles implements RecordTarget<MessageRecord> {

    private static final Logger LOG = LoggerFactory.getLogger(RecordFiles.class);
    /** What is deleted at once is one of so many. */
    private static final int FILES_OF_ALL = 20;

    private static final int BUFFER = 1 << 16;

    private final Path folder;
    private final int keepDays;
    private final long mostOctets;
    private final Clock clock;
    private RecordFileName name;
    private FileChannel file;
    private RecordLines lines;

    /**
     * @param keepDays how many days' files are kept, today's included
     * @param mostOctets how large all files together may become, but for a batch
     */
    RecordFiles(Path folder, int keepDays, long mostOctets, Clock clock) {
        this.folder = folder;
        this.keepDays = keepDays;
        this.mostOctets = mostOctets;
        this.clock = clock;
    }

    @Override
    public int write(List<MessageRecord> batch) throws IOException {
        try {
            append(batch);
            return 0;
        } catch (IOException e) {
            abandonFile();
            throw e;
        }
    }

    /** Part of a batch may stand in the file already, and would stand there twice. */
    @Override
    public boolean isTransient(Exception failure) {
        return false;
    }

    private void append(List<MessageRecord> batch) throws IOException {
        LocalDate today = LocalDate.now(clock);
        if (file == null || !today.equals(name.day()) || file.size() >= mostOctets / FILES_OF_ALL) {
            open(today);
        }
        for (MessageRecord record : batch) {
            lines.write(record);
        }
        lines.flush();
    }

    /** The last file of the day goes on, unless it is full. */
    private void open(LocalDate today) throws IOException {
        abandonFile();
        PrivateFile.directories(folder);
        TreeMap<RecordFileName, Long> files = files();
        RecordFileName last = files.keySet().stream()
                .filter(found -> found.day().equals(today))
                .reduce((earlier, later) -> later)
                .orElse(new RecordFileName(today, 1));
        name = files.getOrDefault(last, 0L) >= mostOctets / FILES_OF_ALL ? last.next() : last;
        file = PrivateFile.open(
                name.in(folder), StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        lines = new RecordLines(new BufferedOutputStream(Channels.newOutputStream(file), BUFFER));
        delete(files, today.minusDays(keepDays - 1L));
    }

    private void delete(TreeMap<RecordFileName, Long> files, LocalDate oldest) throws IOException {
        long all = files.values().stream().mapToLong(Long::longValue).sum();
        long most = mostOctets - mostOctets / FILES_OF_ALL; // there is to be room for the file that is begun
        while (!files.isEmpty()
                && !files.firstKey().equals(name)
                && (files.firstKey().day().isBefore(oldest) || all > most)) {
            Map.Entry<RecordFileName, Long> first = files.pollFirstEntry();
            if (!first.getKey().day().isBefore(oldest)) {
                LOG.warn(
                        "Message records in {} have become {} octets, more than may be kept: {} is deleted "
                                + "before its time",
                        folder,
                        all,
                        first.getKey().in(folder).getFileName());
            }
            Files.deleteIfExists(first.getKey().in(folder));
            all -= first.getValue();
        }
    }

    /** How large each is, the oldest first. */
    private TreeMap<RecordFileName, Long> files() throws IOException {
        TreeMap<RecordFileName, Long> sizes = new TreeMap<>(RecordFileName.OLDEST_FIRST);
        List<Path> found;
        try (Stream<Path> files = Files.list(folder)) {
            found = files.toList();
        }
        for (Path path : found) {
            Optional<RecordFileName> record = RecordFileName.of(path);
            if (record.isPresent()) {
                sizes.put(record.get(), Files.size(path));
            }
        }
        return sizes;
    }

    /** After a failure: closing fails as well then, and the next batch opens the file anew. */
    private void abandonFile() throws IOException {
        RecordLines broken = lines;
        file = null;
        lines = null;
        if (broken != null) {
            broken.close();
        }
    }

    @Override
    public void close() throws IOException {
        abandonFile();
    }
}
