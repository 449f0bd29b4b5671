package io.vmnhub.northbound.messages;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records in files that are only appended to. What was {@linkplain #commit() committed} is on the disk, whatever happens to process or
 * machine. Files go in the order in which they were begun, once nothing in them is live; so a record that takes back an earlier one never
 * goes before it. For one thread.
 *
 * <p>A record is its length, the CRC-32 of its body, its body. A file is read up to its first record that is not whole: the end that a
 * crash cut off, of which nobody was told that it is there.
 */
final class PartJournal implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PartJournal.class);
    private static final Pattern NAME = Pattern.compile("parts-([0-9]{12})\\.log");
    private static final int FRAME = 2 * Integer.BYTES;
    private static final int LONGEST = 1 << 20;

    /**
     * Where a record is.
     *
     * @param file   the number of its file
     * @param offset of its body
     * @param length of its body
     */
    record Place(long file, int offset, int length) { }

    /** Takes what is found at the start. */
    interface Reader {

        /** @return whether the record is live */
        boolean read(Place place, ByteBuffer body);
    }

    private static final class Segment {
        private final Path path;
        private final FileChannel channel;
        private int live;

        Segment(Path path, FileChannel channel) {
            this.path = path;
            this.channel = channel;
        }
    }

    private final Path folder;
    private final int segmentBytes;
    private final int mostSegments;
    private final FileChannel lock;
    private final TreeMap<Long, Segment> segments = new TreeMap<>();
    private ByteBuffer pending = ByteBuffer.allocate(1 << 16);
    private int written;

    /**
     * @param segmentBytes a file that has so many is followed by the next
     * @param mostSegments with more of them the oldest is to be emptied
     * @throws IOException when the folder cannot be written, or another process has it
     */
    PartJournal(Path folder, int segmentBytes, int mostSegments) throws IOException {
        this.folder = folder;
        this.segmentBytes = segmentBytes;
        this.mostSegments = mostSegments;
        Files.createDirectories(folder);
        lock = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = lock.tryLock();
        if (held == null) {
            lock.close();
            throw new IOException(folder + " is in use by another process: each hub needs a folder of its own");
        }
    }

    /** Gives every record that is there, in the order in which they were appended, and begins a new file. */
    void recover(Reader reader) throws IOException {
        List<Path> found;
        try (Stream<Path> files = Files.list(folder)) {
            found = files.filter(file -> NAME.matcher(file.getFileName().toString()).matches()).sorted().toList();
        }
        for (Path file : found) {
            Matcher name = NAME.matcher(file.getFileName().toString());
            long number = name.matches() ? Long.parseLong(name.group(1)) : 0;
            Segment segment = new Segment(file, FileChannel.open(file, StandardOpenOption.READ));
            segments.put(number, segment);
            read(number, segment, reader);
        }
        begin();
    }

    private void read(long number, Segment segment, Reader reader) throws IOException {
        long size = segment.channel.size();
        int position = 0;
        while (position + FRAME <= size) {
            ByteBuffer frame = readFully(segment.channel, position, FRAME);
            int length = frame.getInt();
            int crc = frame.getInt();
            if (length <= 0 || length > LONGEST || position + FRAME + length > size) {
                break;
            }
            ByteBuffer body = readFully(segment.channel, position + FRAME, length);
            if (crc(body.array()) != crc) {
                break;
            }
            if (reader.read(new Place(number, position + FRAME, length), body)) {
                segment.live++;
            }
            position += FRAME + length;
        }
        if (position < size) {
            LOG.warn("{} ends with {} octets that are no record: what a crash cut off", segment.path, size - position);
        }
    }

    private void begin() throws IOException {
        long number = segments.isEmpty() ? 1 : segments.lastKey() + 1;
        Path path = folder.resolve(String.format("parts-%012d.log", number));
        segments.put(number, new Segment(path, FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ,
                StandardOpenOption.WRITE)));
        written = 0;
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    /** @param live whether the file must stay until the record is {@linkplain #release released}. @return where it will be once committed */
    Place append(byte[] body, boolean live) throws IOException {
        if (written + pending.position() > 0 && written + pending.position() + FRAME + body.length > segmentBytes) {
            commit();
            begin();
        }
        if (pending.remaining() < FRAME + body.length) {
            pending = ByteBuffer.allocate(Math.max(2 * pending.capacity(), pending.position() + FRAME + body.length)).put(pending.flip());
        }
        Place place = new Place(segments.lastKey(), written + pending.position() + FRAME, body.length);
        pending.putInt(body.length).putInt(crc(body)).put(body);
        if (live) {
            segments.lastEntry().getValue().live++;
        }
        return place;
    }

    /** Whether there is something to {@link #commit()}. */
    boolean dirty() {
        return pending.position() > 0;
    }

    /** Puts what was appended on the disk. */
    void commit() throws IOException {
        if (!dirty()) {
            return;
        }
        FileChannel current = segments.lastEntry().getValue().channel;
        pending.flip();
        while (pending.hasRemaining()) {
            written += current.write(pending, written);
        }
        pending.clear();
        current.force(false);
    }

    /** The body of a committed record. */
    byte[] read(Place place) throws IOException {
        Segment segment = segments.get(place.file());
        if (segment == null) {
            throw new EOFException("journal file " + place.file() + " has gone");
        }
        return readFully(segment.channel, place.offset(), place.length()).array();
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
            Segment oldest = segments.pollFirstEntry().getValue();
            oldest.channel.close();
            Files.deleteIfExists(oldest.path);
        }
    }

    /** The file whose live records are to be appended again, because there are too many files; -1 for none. */
    long crowded() {
        return segments.size() > mostSegments ? segments.firstKey() : -1;
    }

    private static ByteBuffer readFully(FileChannel channel, long position, int length) throws IOException {
        ByteBuffer octets = ByteBuffer.allocate(length);
        while (octets.hasRemaining()) {
            if (channel.read(octets, position + octets.position()) < 0) {
                throw new EOFException("the journal ends at " + (position + octets.position()));
            }
        }
        return octets.flip();
    }

    private static int crc(byte[] body) {
        CRC32 crc = new CRC32();
        crc.update(body);
        return (int) crc.getValue();
    }

    @Override
    public void close() throws IOException {
        for (Segment segment : segments.values()) {
            segment.channel.close();
        }
        lock.close();
    }
}
