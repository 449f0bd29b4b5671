// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * A file of records that is only appended to. What was {@linkplain #commit() committed} is on the disk, whatever
 * happens to process or machine. For one thread.
 *
 * <p>A record that is damaged is left out and those behind it are read. A file of an earlier version, or one that is
 * damaged, is written anew when it is read; of a damaged one the original is kept beside it. After a failure to write
 * the file is to be closed and read again.
 */
public final class JournalFile implements AutoCloseable {

    /** As long as what stands before each record's body. */
    private static final int HEADER = FileForm.HEADER;

    private static final int BUFFER = 1 << 16;

    private final Path path;
    private final FileChannel channel;
    private final long mark;
    private ByteBuffer pending = ByteBuffer.allocate(BUFFER);
    private long written;
    private boolean forced = true;

    /** Writes the records of a file. */
    @FunctionalInterface
    public interface Content {

        /** Appends all of them. */
        void write(JournalFile file) throws IOException;
    }

    private JournalFile(Path path, FileChannel channel, long mark, long written) {
        this.path = path;
        this.channel = channel;
        this.mark = mark;
        this.written = written;
    }

    /**
     * Begins an empty file.
     *
     * @throws IOException when there is one already, or it cannot be made
     */
    public static JournalFile create(Path path) throws IOException {
        JournalFile file = begin(path);
        forceFolder(path);
        return file;
    }

    /** Has the name of a file on the disk too. */
    private static void forceFolder(Path path) throws IOException {
        try (FileChannel folder = FileChannel.open(path.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    private static JournalFile begin(Path path) throws IOException {
        long mark = new SecureRandom().nextLong() | 1;
        FileChannel channel = PrivateFile.open(
                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        JournalFile file = new JournalFile(path, channel, mark, 0);
        file.pending.putInt(FileForm.MAGIC).putInt(FileForm.NUMBER).putLong(mark);
        return file;
    }

    /** Puts a new file in the place of the one that may be there; until it is complete the old one stays. */
    public static JournalFile replace(Path path, Content content) throws IOException {
        PrivateFile.directories(path.toAbsolutePath().getParent());
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        JournalFile file = begin(fresh);
        try {
            content.write(file);
            file.forced = false;
            file.commit();
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            forceFolder(path);
            return file;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /**
     * Opens a file and reads every whole record in it.
     *
     * @param reader gets them; their places are those for {@link #read}
     * @return what else was found in it
     * @throws IOException when it cannot be read or put in order, or a later version wrote it
     */
    public static Opened open(Path path, RecordReader reader) throws IOException {
        Optional<Damage> damage = mend(path);
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            Window window = new Window(channel);
            long mark = window.size() < HEADER ? 0 : window.getLong(HEADER - Long.BYTES);
            RecordScan scan = RecordScan.of(window, HEADER, new Framing.Marked(mark), reader);
            return new Opened(new JournalFile(path, channel, mark, window.size()), scan.records(), damage);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * A file that was read.
     *
     * @param file still open
     * @param records how many it holds
     * @param damage empty when it was as it should be
     */
    public record Opened(JournalFile file, int records, Optional<Damage> damage) {}

    /** Makes of whatever the file is one of this version without damage. */
    private static Optional<Damage> mend(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            Window window = new Window(channel);
            FileForm form = FileForm.of(path, window);
            RecordScan scan = form.scan(window, (offset, body) -> {});
            if (scan.places() == 0 && form.current()) {
                if (scan.cutOff() == 0) {
                    return Optional.empty();
                }
                channel.truncate(window.size() - scan.cutOff());
                channel.force(true);
                return Optional.of(new Damage(path, 1, scan.cutOff(), window.size() - scan.cutOff(), Optional.empty()));
            }
            Optional<Damage> damage = damage(path, scan, window.size());
            replace(path, fresh -> form.scan(window, (offset, body) -> fresh.append(body)))
                    .close();
            return damage;
        }
    }

    /** Keeps the file as it is, should anything in it be damaged. */
    private static Optional<Damage> damage(Path path, RecordScan scan, long size) throws IOException {
        if (scan.places() == 0) {
            return scan.cutOff() == 0
                    ? Optional.empty()
                    : Optional.of(new Damage(path, 1, scan.cutOff(), size - scan.cutOff(), Optional.empty()));
        }
        Path kept = KeptCopies.copy(path);
        return Optional.of(
                new Damage(path, scan.places(), scan.octets() + scan.cutOff(), scan.first(), Optional.of(kept)));
    }

    /** Where the file is. */
    public Path path() {
        return path;
    }

    /** How long the file is with what waits for the next commit, octets. */
    public long size() {
        return written + pending.position();
    }

    /** Whether no record is in it, nor waits for the next commit. */
    public boolean isEmpty() {
        return size() <= HEADER;
    }

    /** Whether there is something to {@link #commit()}. */
    public boolean dirty() {
        return !forced;
    }

    /**
     * Adds a record to those that the next commit makes safe.
     *
     * @return where its body will be
     * @throws IllegalArgumentException when it is empty or longer than 1 MiB
     */
    public long append(byte[] body) throws IOException {
        if (body.length == 0 || body.length > Framing.LONGEST) {
            throw new IllegalArgumentException(
                    "a record of " + body.length + " octets; there may be 1 to " + Framing.LONGEST);
        }
        int needed = HEADER + body.length;
        if (pending.remaining() < needed && pending.position() > 0) {
            write();
        }
        if (pending.remaining() < needed) {
            pending = ByteBuffer.allocate(needed);
        }
        pending.putLong(mark).putInt(body.length).putInt(Framing.Marked.checksum(mark, body));
        long offset = size();
        pending.put(body);
        forced = false;
        return offset;
    }

    /** Puts what was appended on the disk. */
    public void commit() throws IOException {
        if (!forced) {
            write();
            channel.force(false);
            forced = true;
        }
    }

    private void write() throws IOException {
        pending.flip();
        while (pending.hasRemaining()) {
            written += channel.write(pending, written);
        }
        pending = pending.capacity() > BUFFER ? ByteBuffer.allocate(BUFFER) : pending.clear();
    }

    /**
     * The body of a committed record.
     *
     * @throws IOException when it is damaged: then the file is to be opened again
     */
    public byte[] read(long offset, int length) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(HEADER + length);
        while (frame.hasRemaining() && channel.read(frame, offset - HEADER + frame.position()) >= 0) {
            continue; // a read may be short
        }
        byte[] body = new byte[length];
        if (!frame.hasRemaining()) {
            frame.get(HEADER, body);
        }
        if (frame.hasRemaining()
                || frame.getLong(0) != mark
                || frame.getInt(Long.BYTES) != length
                || frame.getInt(Long.BYTES + Integer.BYTES) != Framing.Marked.checksum(mark, body)) {
            throw new IOException(path + ": the record at octet " + offset + " is damaged");
        }
        return body;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
