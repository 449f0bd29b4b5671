// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.journal;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Reads anywhere in a file, from a buffer that moves along it. For one thread. */
final class Window {

    private static final int SIZE = 2 * Framing.LONGEST;

    private final FileChannel channel;
    private final long size;
    private final ByteBuffer octets;
    private long start;

    Window(FileChannel channel) throws IOException {
        this.channel = channel;
        this.size = channel.size();
        octets = ByteBuffer.allocate((int) Math.min(SIZE, size)).limit(0);
    }

    long size() {
        return size;
    }

    long getLong(long position) throws IOException {
        return octets.getLong(at(position, Long.BYTES));
    }

    int getInt(long position) throws IOException {
        return octets.getInt(at(position, Integer.BYTES));
    }

    byte[] get(long position, int length) throws IOException {
        byte[] copy = new byte[length];
        octets.get(at(position, length), copy);
        return copy;
    }

    boolean isZero(long from) throws IOException {
        for (long position = from; position < size; position++) {
            if (octets.get(at(position, 1)) != 0) {
                return false;
            }
        }
        return true;
    }

    private int at(long position, int length) throws IOException {
        if (position < start || position + length > start + octets.limit()) {
            start = position;
            octets.clear();
            while (octets.hasRemaining() && channel.read(octets, start + octets.position()) >= 0) {
                continue; // a read may be short
            }
            octets.flip();
            if (octets.limit() < length) {
                throw new EOFException("the file ends at octet " + (start + octets.limit()));
            }
        }
        return (int) (position - start);
    }
}
