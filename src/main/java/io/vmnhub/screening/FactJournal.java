// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.screening;

import io.vmnhub.journal.Damage;
import io.vmnhub.journal.JournalFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps the facts of a memory in a file that survives a crash but for what was remembered since the last
 * {@link #write}. Changes are appended; when there are many more of them than facts, or more came between two writes
 * than are kept, the file is written anew. {@link #write} and the other methods are for one thread; the memory is used
 * by many meanwhile.
 *
 * @param <V> a fact
 */
final class FactJournal<V> {

    private static final int MOST_WAITING = 1 << 16;
    private static final int LEAST_TO_RENEW = 20_000;

    private static final byte FACT = 1;
    private static final byte FORGOTTEN = 2;
    private static final byte COMPLETE_FROM = 3;
    private static final byte STOPPED = 4;

    private final Path path;
    private final WatchedMemory<V> memory;
    private final FactForm<V> form;
    private final BlockingQueue<String> changed = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicBoolean tooMany = new AtomicBoolean();
    private long records;
    private Completeness completeWritten = Completeness.NEVER;
    private boolean dropped;
    private JournalFile file;

    /**
     * What a file says besides its facts.
     *
     * @param complete from when on the facts are complete
     * @param stopped whether it was closed: nothing was remembered after the last fact in it
     * @param damage what of it is lost
     */
    record Reading(Completeness complete, boolean stopped, Optional<Damage> damage) {}

    FactJournal(Path path, WatchedMemory<V> memory, FactForm<V> form) {
        this.path = path;
        this.memory = memory;
        this.form = form;
    }

    /**
     * Remembers what is in the file. Of a file that was damaged nobody can say that its facts are all there were.
     *
     * @return empty when there is none
     * @throws IOException when it cannot be read
     */
    Optional<Reading> read() throws IOException {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        Reading[] reading = {new Reading(Completeness.NEVER, false, Optional.empty())};
        JournalFile.Opened opened = JournalFile.open(
                path,
                (offset, body) -> reading[0] = read(new DataInputStream(new ByteArrayInputStream(body)), reading[0]));
        opened.file().close();
        Optional<Damage> loss = opened.damage().filter(Damage::isLoss);
        return Optional.of(loss.isEmpty() ? reading[0] : new Reading(Completeness.NEVER, false, loss));
    }

    private Reading read(DataInputStream in, Reading before) throws IOException {
        byte kind = in.readByte();
        switch (kind) {
            case FACT -> memory.remember(in.readUTF(), form.read(in));
            case FORGOTTEN -> memory.forget(in.readUTF());
            case COMPLETE_FROM -> {
                return new Reading(new Completeness(in.readLong(), in.readLong()), false, before.damage());
            }
            case STOPPED -> {
                return new Reading(before.complete(), true, before.damage());
            }
            default -> throw new IOException("it has a record of kind " + kind);
        }
        return new Reading(before.complete(), false, before.damage());
    }

    /** Writes what has changed since the last time. */
    void write(Completeness complete) throws IOException {
        if (file == null) {
            dropped = false;
            memory.watch(this::changed);
            renew(complete);
            return;
        }
        try {
            Set<String> keys = new LinkedHashSet<>();
            changed.drainTo(keys);
            if (tooMany.getAndSet(false) || records > Math.max(LEAST_TO_RENEW, 2 * memory.size())) {
                renew(complete);
            } else if (!keys.isEmpty() || !complete.equals(completeWritten)) {
                for (String key : keys) {
                    add(key, memory.find(key));
                }
                complete(complete);
                file.commit();
            }
        } catch (IOException e) {
            closeFile(); // the next time all of it is written
            throw e;
        }
    }

    /** Told by every thread that remembers something. */
    private void changed(String key) {
        if (!changed.offer(key)) {
            tooMany.set(true);
        }
    }

    private void renew(Completeness complete) throws IOException {
        changed.clear();
        records = 0;
        closeFile();
        try {
            file = JournalFile.replace(path, fresh -> {
                file = fresh;
                completeWritten = Completeness.NEVER;
                complete(complete);
                IOException[] failure = new IOException[1];
                memory.forEach((key, fact) -> failure[0] = failure[0] == null ? tried(key, fact) : failure[0]);
                if (failure[0] != null) {
                    throw failure[0];
                }
            });
        } catch (IOException | RuntimeException e) {
            file = null; // closed already
            throw e;
        }
        records = 0;
    }

    private IOException tried(String key, V fact) {
        try {
            add(key, Optional.of(fact));
            return null;
        } catch (IOException e) {
            return e;
        }
    }

    private void add(String key, Optional<V> fact) throws IOException {
        records++;
        append(out -> {
            out.writeByte(fact.isPresent() ? FACT : FORGOTTEN);
            out.writeUTF(key);
            if (fact.isPresent()) {
                form.write(out, fact.get());
            }
        });
    }

    private void complete(Completeness complete) throws IOException {
        if (!complete.equals(completeWritten)) {
            append(out -> {
                out.writeByte(COMPLETE_FROM);
                out.writeLong(complete.from());
                out.writeLong(complete.within());
            });
            completeWritten = complete;
        }
    }

    /** Writes all, and that it is all. */
    void close(Completeness complete) throws IOException {
        renew(complete);
        append(out -> out.writeByte(STOPPED));
        file.commit();
        closeFile();
        memory.unwatch();
    }

    /** Keeps nothing any more. */
    void drop() throws IOException {
        if (!dropped) {
            memory.unwatch();
            changed.clear();
            closeFile();
            Files.deleteIfExists(path);
            dropped = true;
        }
    }

    /** Writes one record. */
    private interface Writer {
        void write(DataOutputStream out) throws IOException;
    }

    private void append(Writer writer) throws IOException {
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        writer.write(new DataOutputStream(record));
        file.append(record.toByteArray());
    }

    private void closeFile() throws IOException {
        if (file != null) {
            JournalFile open = file;
            file = null;
            open.close();
        }
    }
}
