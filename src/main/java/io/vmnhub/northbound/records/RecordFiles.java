package io.vmnhub.northbound.records;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Records as lines of JSON in one file a day, {@code messages-2026-11-22.jsonl}; files that are too old are deleted. Every batch is handed to
 * the operating system at once, and synchronized with the disk by nobody.
 */
final class RecordFiles implements RecordTarget {

    private static final String PREFIX = "messages-";
    private static final String SUFFIX = ".jsonl";

    private final Path folder;
    private final int keepDays;
    private final Clock clock;
    private final ObjectWriter json = new ObjectMapper()
            .registerModule(new SimpleModule().addSerializer(Instant.class, ToStringSerializer.instance)).writerFor(MessageRecord.class);
    private LocalDate day;
    private OutputStream file;

    /** @param keepDays how many days' files are kept, today's included */
    RecordFiles(Path folder, int keepDays, Clock clock) {
        this.folder = folder;
        this.keepDays = keepDays;
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
        if (file == null || !today.equals(day)) {
            close();
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

    /** After a failure: closing fails as well then, and the next batch opens the file anew. */
    private void abandonFile() throws IOException {
        OutputStream broken = file;
        file = null;
        if (broken != null) {
            broken.close();
        }
    }

    @Override
    public void close() throws IOException {
        abandonFile();
    }
}
