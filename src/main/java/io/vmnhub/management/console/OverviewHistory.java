// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The series of the overview for the last 24 hours, one sample each {@value #STEP_SECONDS} seconds, in memory and in a
 * file of a fixed size that the next start reads. Thread-safe.
 */
public final class OverviewHistory implements AutoCloseable {

    static final int STEP_SECONDS = 10;
    static final int SLOTS = 24 * 3_600 / STEP_SECONDS;

    /** The series, in the order of the file. */
    static final List<String> SERIES =
            List.of("confirmed", "refused", "failed", "other", "p50Millis", "p99Millis", "inProgress", "openDialogues");

    private static final int MAGIC = 0x564D4E31; // VMN1
    private static final int HEAD = 16;
    private static final int SLOT = Long.BYTES + 8 * Float.BYTES;

    private final FileChannel file;
    private final ByteBuffer slots = ByteBuffer.allocate(SLOTS * SLOT);

    /** @param file is made when it is not there; one of another layout begins anew */
    public OverviewHistory(Path file) {
        try {
            Files.createDirectories(file.getParent());
            this.file = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            read();
        } catch (IOException e) {
            throw new UncheckedIOException("the console's history " + file + " cannot be opened: " + e.getMessage(), e);
        }
    }

    private void read() throws IOException {
        ByteBuffer head = ByteBuffer.allocate(HEAD);
        file.read(head, 0);
        if (head.position() == HEAD && head.getInt(0) == MAGIC && head.getInt(4) == SLOTS && head.getInt(8) == SLOT) {
            file.read(slots, HEAD);
        } else {
            file.truncate(0);
            head.putInt(0, MAGIC).putInt(4, SLOTS).putInt(8, SLOT).rewind().limit(HEAD);
            file.write(head, 0);
        }
        slots.clear();
    }

    /**
     * Keeps a sample; the disk has it when this returns.
     *
     * @param values in the order of {@link #SERIES}
     */
    synchronized void add(long epochSecond, double[] values) throws IOException {
        int at = slot(epochSecond) * SLOT;
        slots.putLong(at, epochSecond);
        for (int i = 0; i < values.length; i++) {
            slots.putFloat(at + Long.BYTES + i * Float.BYTES, (float) values[i]);
        }
        file.write(slots.slice(at, SLOT), HEAD + (long) at);
    }

    /** The samples between two moments, the oldest first; each its time and its values. */
    synchronized List<Sample> between(long fromSecond, long untilSecond) {
        return LongStream.rangeClosed(fromSecond / STEP_SECONDS, untilSecond / STEP_SECONDS)
                .limit(SLOTS)
                .map(step -> step * STEP_SECONDS)
                .filter(second -> slots.getLong(slot(second) * SLOT) / STEP_SECONDS == second / STEP_SECONDS)
                .mapToObj(this::sample)
                .toList();
    }

    private Sample sample(long second) {
        int at = slot(second) * SLOT;
        float[] values = new float[SERIES.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = slots.getFloat(at + Long.BYTES + i * Float.BYTES);
        }
        return new Sample(slots.getLong(at), values);
    }

    private static int slot(long epochSecond) {
        return (int) (epochSecond / STEP_SECONDS % SLOTS);
    }

    /** One moment. */
    record Sample(long epochSecond, float[] values) {}

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
