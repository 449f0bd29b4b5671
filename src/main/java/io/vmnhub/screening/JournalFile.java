package io.vmnhub.screening;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32;

/**
 * A file of records that only grows, until it is written anew. Each record is its length, its octets and their CRC-32, so that one that
 * a crash has cut off is seen for what it is. Not thread-safe.
 */
final class JournalFile implements AutoCloseable {

    private static final int MAGIC = 0x564d4e4a;
    private static final int FORM = 1;
    private static final int LONGEST = 300_000;
    private static final int BUFFER = 1 << 16;

    private final Path file;
    private final ByteArrayOutputStream record = new ByteArrayOutputStream();
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
    private FileChannel channel;

    /** Writes one record. */
    interface Writer {
        void write(DataOutputStream out) throws IOException;
    }

    /** Reads one record. */
    interface Reader {
        void read(DataInputStream in) throws IOException;
    }

    /** Writes all that is worth writing. */
    interface Content {
        void write() throws IOException;
    }

    JournalFile(Path file) {
        this.file = file;
    }

    Path path() {
        return file;
    }

    /**
     * Reads every record up to the end, or to the first that is cut off or damaged: what a crash leaves behind.
     *
     * @throws IOException when it is another kind of file
     */
    void read(Reader reader) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER))) {
            if (in.readInt() != MAGIC || in.readInt() != FORM) {
                throw new IOException("it has another form");
            }
            for (byte[] octets = next(in); octets.length > 0; octets = next(in)) {
                reader.read(new DataInputStream(new ByteArrayInputStream(octets)));
            }
        } catch (IOException e) {
            throw new IOException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** The next record, of no length at the end of those that are whole. */
    private static byte[] next(DataInputStream in) throws IOException {
        byte[] none = new byte[0];
        try {
            int length = in.readInt();
            if (length < 1 || length > LONGEST) {
                return none;
            }
            byte[] octets = in.readNBytes(length);
            return in.readInt() == checksum(octets, octets.length) ? octets : none;
        } catch (EOFException e) {
            return none;
        }
    }

    private static int checksum(byte[] octets, int length) {
        CRC32 crc = new CRC32();
        crc.update(octets, 0, length);
        return (int) crc.getValue();
    }

    boolean isOpen() {
        return channel != null;
    }

    /** Adds a record to those that the next {@link #flush} writes. */
    void add(Writer writer) throws IOException {
        record.reset();
        writer.write(new DataOutputStream(record));
        byte[] octets = record.toByteArray();
        DataOutputStream out = new DataOutputStream(waiting);
        out.writeInt(octets.length);
        out.write(octets);
        out.writeInt(checksum(octets, octets.length));
        if (waiting.size() > BUFFER) {
            write();
        }
    }

    /** What was added is on the disk when this returns. */
    void flush() throws IOException {
        write();
        channel.force(false);
    }

    private void write() throws IOException {
        ByteBuffer octets = ByteBuffer.wrap(waiting.toByteArray());
        waiting.reset();
        while (octets.hasRemaining()) {
            channel.write(octets);
        }
    }

    /** Puts a new file with this content in the place of the old one; until it is complete the old one stays. */
    void renew(Content content) throws IOException {
        close();
        waiting.reset();
        Files.createDirectories(file.getParent());
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        channel = FileChannel.open(fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        new DataOutputStream(waiting).writeLong((long) MAGIC << Integer.SIZE | FORM);
        content.write();
        flush();
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** There is no file after this. */
    void delete() throws IOException {
        close();
        Files.deleteIfExists(file);
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            FileChannel open = channel;
            channel = null;
            open.close();
        }
    }
}
