// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.inbound;

import io.vmnhub.sms.MessageIdentity;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which messages were confirmed, and when: a table of fixed size in a file that is mapped into memory, unless it is in
 * memory anyway. 24 octets an entry, outside the heap; looking one up and adding one cost the same however many there
 * are. Thread-safe.
 *
 * <p>Each identity has two buckets of eight places and takes a free place of the emptier one; when all are taken the
 * oldest of the sixteen is forgotten, and counted if it should still have been remembered. That begins to happen when
 * about nine of ten places are taken.
 *
 * <p>What was added survives the end of the process, however it ends. A failure of the machine may lose what its
 * operating system had not written yet, usually the last half minute; messages that the SMSC then repeats are delivered
 * again. An entry that was written by half is the identity of no message.
 */
public final class ConfirmedIdentities implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ConfirmedIdentities.class);

    private static final long MAGIC = 0x564D4E4944000001L;
    private static final int HEADER = 4096;
    private static final int ENTRY = 24;
    private static final int TIME = 16;
    private static final int PLACES = 8;
    private static final int BUCKET = PLACES * ENTRY;
    private static final int BUCKETS_OF_A_CHUNK = 1 << 20;
    private static final int SMALLEST = 1 << 10;
    private static final int LARGEST = 1 << 30;
    private static final Set<String> IN_MEMORY = Set.of("tmpfs", "ramfs");

    private final FileChannel channel;
    /** Empty where the file is not mapped. */
    private final ByteBuffer[] chunks;
    /** One bucket, where the file is not mapped. */
    private final ByteBuffer bucketRead = ByteBuffer.allocateDirect(BUCKET);

    private final int buckets;
    private final Supplier<Duration> rememberFor;
    private final LongSupplier clock;
    private final Path file;
    private boolean failing;
    private long forgotten;

    /**
     * @param file made when it is not there; emptied when it is of another size
     * @param capacity how many identities it is to hold, rounded up to a power of two
     * @param rememberFor how long the application that wants it longest wants an identity to be remembered; asked for
     *     at each addition
     * @throws IOException when the file cannot be written, or another process has it
     */
    public ConfirmedIdentities(Path file, int capacity, Supplier<Duration> rememberFor) throws IOException {
        this(file, capacity, rememberFor, () -> System.currentTimeMillis() / 1_000);
    }

    /** @param clock seconds since 1970 */
    ConfirmedIdentities(Path file, int capacity, Supplier<Duration> rememberFor, LongSupplier clock)
            throws IOException {
        this.file = file;
        this.clock = clock;
        this.rememberFor = rememberFor;
        int rounded = Math.max(SMALLEST, Integer.highestOneBit(Math.max(1, Math.min(capacity, LARGEST) - 1)) << 1);
        buckets = rounded / PLACES;
        Files.createDirectories(file.toAbsolutePath().getParent());
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw new IOException(file + " is in use by another process: each hub needs a folder of its own");
            }
            prepare(file, rounded);
            stretch();
            chunks = isInMemory(file) ? new ByteBuffer[0] : mapped();
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * A file system in memory wants room for a hole that is only read. Without it the read is a fault of the virtual
     * machine where the file is mapped, which may come late, and nothing where it is not.
     */
    private static boolean isInMemory(Path file) {
        try {
            return IN_MEMORY.contains(Files.getFileStore(file).type());
        } catch (IOException e) {
            LOG.debug("What kind of file system {} is on is not known: {}", file, e.toString());
            return false;
        }
    }

    private ByteBuffer[] mapped() throws IOException {
        int perChunk = Math.min(buckets, BUCKETS_OF_A_CHUNK);
        ByteBuffer[] all = new ByteBuffer[buckets / perChunk];
        for (int i = 0; i < all.length; i++) {
            all[i] = channel.map(
                    FileChannel.MapMode.READ_ONLY, HEADER + (long) i * perChunk * BUCKET, (long) perChunk * BUCKET);
        }
        return all;
    }

    private void prepare(Path file, int places) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(2 * Long.BYTES);
        if (channel.size() > 0) {
            channel.read(header, 0);
            header.flip();
            boolean known = header.remaining() == 2 * Long.BYTES && header.getLong() == MAGIC;
            if (known && header.getLong() == places) {
                return;
            }
            if (known) {
                LOG.info("{} held another number of identities: it begins empty with {}", file, places);
            } else {
                LOG.error(
                        "{} is damaged at its beginning: it begins empty, so what SMSCs repeat of the messages "
                                + "of before is delivered again",
                        file);
            }
            channel.truncate(0);
        }
        channel.write(
                ByteBuffer.allocate(2 * Long.BYTES)
                        .putLong(MAGIC)
                        .putLong(places)
                        .flip(),
                0);
    }

    /** A mapping that is only read cannot make the file longer; the hole takes no room on the disk. */
    private void stretch() throws IOException {
        long length = HEADER + (long) buckets * BUCKET;
        if (channel.size() < length) {
            channel.write(ByteBuffer.wrap(new byte[1]), length - 1);
        }
    }

    /** Whether the identity was added within the last so many seconds. */
    public synchronized boolean contains(MessageIdentity identity, Duration within) {
        long since = clock.getAsLong() - within.toSeconds();
        try {
            return holds(first(identity), identity, since) || holds(second(identity), identity, since);
        } catch (IOException | InternalError e) { // an error where somebody has made the file shorter
            failed(e.getMessage());
            return false;
        }
    }

    /**
     * From now on, for as long as there is room. Adding it again makes it young again. What a full disk does not take
     * is not remembered, and the log says so: a repeat of it is delivered again.
     */
    public synchronized void add(MessageIdentity identity) {
        long now = clock.getAsLong();
        Choice choice = new Choice(now - rememberFor.get().toSeconds());
        try {
            choice.look(first(identity), identity);
            choice.look(second(identity), identity);
            choice.put(identity, now);
            failing = false;
        } catch (IOException | InternalError e) {
            failed(e.getMessage());
        }
    }

    private void failed(String reason) {
        if (!failing) {
            LOG.error("{} cannot be used: {}; what SMSCs repeat meanwhile is delivered again", file, reason);
        }
        failing = true;
    }

    /** How many identities have made room for others before their time. */
    public synchronized long forgotten() {
        return forgotten;
    }

    private boolean holds(int bucket, MessageIdentity identity, long since) throws IOException {
        ByteBuffer chunk = chunk(bucket);
        int at = position(bucket);
        for (int place = 0; place < PLACES; place++, at += ENTRY) {
            if (chunk.getLong(at) == identity.high() && chunk.getLong(at + Long.BYTES) == identity.low()) {
                return chunk.getLong(at + TIME) > since;
            }
        }
        return false;
    }

    private int first(MessageIdentity identity) {
        return (int) identity.high() & buckets - 1;
    }

    private int second(MessageIdentity identity) {
        return (int) identity.low() & buckets - 1;
    }

    /** What holds a bucket, at its {@link #position}; until the next call. */
    private ByteBuffer chunk(int bucket) throws IOException {
        if (chunks.length > 0) {
            return chunks[bucket / BUCKETS_OF_A_CHUNK];
        }
        bucketRead.clear();
        while (bucketRead.hasRemaining()) {
            if (channel.read(bucketRead, offset(bucket) + bucketRead.position()) < 0) {
                throw new EOFException("somebody has made it shorter");
            }
        }
        return bucketRead;
    }

    private int position(int bucket) {
        return chunks.length > 0 ? bucket % BUCKETS_OF_A_CHUNK * BUCKET : 0;
    }

    /** Where a bucket begins in the file. */
    private static long offset(int bucket) {
        return HEADER + (long) bucket * BUCKET;
    }

    /** Writes what is still in memory to the disk. */
    @Override
    public synchronized void close() throws IOException {
        channel.force(false);
        channel.close();
    }

    /** The best place for an identity among those that were looked at. */
    private final class Choice {

        private final long expired;
        private int bucket = -1;
        private int place;
        private int free = -1;
        private long age = Long.MAX_VALUE;

        Choice(long expired) {
            this.expired = expired;
        }

        void look(int candidate, MessageIdentity identity) throws IOException {
            ByteBuffer chunk = chunk(candidate);
            int freeHere = 0;
            int oldest = 0;
            long oldestTime = Long.MAX_VALUE;
            for (int here = 0; here < PLACES; here++) {
                int position = position(candidate) + here * ENTRY;
                long time = chunk.getLong(position + TIME);
                if (chunk.getLong(position) == identity.high()
                        && chunk.getLong(position + Long.BYTES) == identity.low()) {
                    take(candidate, here, Integer.MAX_VALUE, 0);
                    return;
                }
                if (time <= expired) {
                    freeHere++;
                }
                if (time < oldestTime) {
                    oldestTime = time;
                    oldest = here;
                }
            }
            if (freeHere > free || freeHere == free && oldestTime < age) {
                take(candidate, oldest, freeHere, oldestTime);
            }
        }

        private void take(int candidate, int at, int freeHere, long time) {
            bucket = candidate;
            place = at;
            free = freeHere;
            age = time;
        }

        /**
         * Writes by the file, not by the mapping: the file may have holes, and a full disk is an exception here, where
         * the mapping would end in a fault of the virtual machine.
         */
        void put(MessageIdentity identity, long now) throws IOException {
            ByteBuffer entry = ByteBuffer.allocate(ENTRY)
                    .putLong(identity.high())
                    .putLong(identity.low())
                    .putLong(now)
                    .flip();
            long position = offset(bucket) + place * ENTRY;
            while (entry.hasRemaining()) {
                position += channel.write(entry, position);
            }
            if (age > expired) {
                forgotten++;
            }
        }
    }
}
