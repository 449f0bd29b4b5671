// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.inbound;

import io.vmnhub.journal.Damage;
import io.vmnhub.journal.JournalFile;
import io.vmnhub.journal.PrivateFile;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Records in files that are only appended to. What was {@linkplain #commit() committed} is on the disk, whatever
 * happens to process or machine. Files go in the order in which they were begun, once nothing in them is live; so a
 * record that takes back an earlier one never goes before it. For one thread.
 */
final class PartJournal implements AutoCloseable {

    private static final Pattern NAME = Pattern.compile("parts-([0-9]{12})\\.log");

    /**
     * Where a record is.
     *
     * @param file the number of its file
     * @param offset of its body
     * @param length of its body
     */
    record Place(long file, long offset, int length) {}

    /** Takes what is found at the start. */
    interface Reader {

        /**
         * Takes one record.
         *
         * @return whether it is live
         */
        boolean read(Place place, byte[] body);
    }

    private static final class Segment {
        private JournalFile file;
        private int live;
    }

    private final Path folder;
    private final int segmentBytes;
    private final int mostSegments;
    private final FileChannel lock;
    private final TreeMap<Long, Segment> segments = new TreeMap<>();

    /**
     * @param segmentBytes a file that has so many is followed by the next
     * @param mostSegments with more of them the oldest is to be emptied
     * @throws IOException when the folder cannot be written, or another process has it
     */
    PartJournal(Path folder, int segmentBytes, int mostSegments) throws IOException {
        this.folder = folder;
        this.segmentBytes = segmentBytes;
        this.mostSegments = mostSegments;
        PrivateFile.directories(folder);
        lock = PrivateFile.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = lock.tryLock();
        if (held == null) {
            lock.close();
            throw new IOException(folder + " is in use by another process: each hub needs a folder of its own");
        }
    }

    /**
     * Gives every record that is there, in the order in which they were appended, and begins a new file. What is
     * damaged is left out and kept in a copy.
     *
     * @return what was not as it should be
     */
    List<Damage> recover(Reader reader) throws IOException {
        List<Damage> damages = new ArrayList<>();
        List<Path> found;
        try (Stream<Path> files = Files.list(folder)) {
            found = files.filter(
                            file -> NAME.matcher(file.getFileName().toString()).matches())
                    .sorted()
                    .toList();
        }
        long last = 0;
        for (Path path : found) {
            Matcher name = NAME.matcher(path.getFileName().toString());
            last = name.matches() ? Long.parseLong(name.group(1)) : last;
            recover(path, last, reader).ifPresent(damages::add);
        }
        begin(last + 1);
        return damages;
    }

    private Optional<Damage> recover(Path path, long number, Reader reader) throws IOException {
        Segment segment = new Segment();
        segments.put(number, segment); // a later record may release what is in it
        JournalFile.Opened opened = JournalFile.open(
                path,
                (offset, body) -> segment.live += reader.read(new Place(number, offset, body.length), body) ? 1 : 0);
        segment.file = opened.file();
        if (opened.records() == 0) { // of a start that came to nothing
            segments.remove(number);
            segment.file.close();
            Files.delete(path);
        }
        return opened.damage();
    }

    private void begin(long number) throws IOException {
        Segment segment = new Segment();
        segment.file = JournalFile.create(folder.resolve(String.format("parts-%012d.log", number)));
        segments.put(number, segment);
    }

    private JournalFile current() {
        return segments.lastEntry().getValue().file;
    }

    /**
     * Adds a record.
     *
     * @param live whether the file must stay until the record is {@linkplain #release released}
     * @return where it will be once committed
     */
    Place append(byte[] body, boolean live) throws IOException {
        if (!current().isEmpty() && current().size() + body.length > segmentBytes) {
            commit();
            begin(segments.lastKey() + 1);
        }
        long offset = current().append(body);
        if (live) {
            segments.lastEntry().getValue().live++;
        }
        return new Place(segments.lastKey(), offset, body.length);
    }

    /** Whether there is something to {@link #commit()}. */
    boolean dirty() {
        return current().dirty();
    }

    /** Puts what was appended on the disk. */
    void commit() throws IOException {
        current().commit();
    }

    /** The body of a committed record. */
    byte[] read(Place place) throws IOException {
        Segment segment = segments.get(place.file());
        if (segment == null) {
            throw new EOFException("journal file " + place.file() + " has gone");
        }
        return segment.file.read(place.offset(), place.length());
    }

    /** The record is wanted no more. */
    void release(Place place) {
        Segment segment = segments.get(place.file());
        if (segment != null) {
            segment.live--;
        }
    }

    /** Removes the oldest files in which nothing is live. To be called after a commit. */
    void clean() throws IOException {
        while (segments.size() > 1 && segments.firstEntry().getValue().live <= 0) {
            JournalFile oldest = segments.pollFirstEntry().getValue().file;
            oldest.close();
            Files.deleteIfExists(oldest.path());
        }
    }

    /** The file whose live records are to be appended again, because there are too many files; -1 for none. */
    long crowded() {
        return segments.size() > mostSegments ? segments.firstKey() : -1;
    }

    @Override
    public void close() throws IOException {
        for (Segment segment : segments.values()) {
            if (segment.file != null) {
                segment.file.close();
            }
        }
        lock.close();
    }
}
