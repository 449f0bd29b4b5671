// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.journal;

import java.io.IOException;
import java.util.zip.CRC32;

/** How records stand in a file. One object for one file. */
abstract class Framing {

    /** No record is longer, octets. */
    static final int LONGEST = 1 << 20;

    static final int NONE = -1;

    /** The body's length when a whole record begins at {@code position}, else {@link #NONE}. */
    abstract int length(Window file, long position) throws IOException;

    /** How many octets of a record stand before its body. */
    abstract int before();

    /** How many octets a record has besides its body. */
    abstract int overhead();

    /**
     * Whether what stands from {@code position} to the end of the file may be a record that was not written to its end.
     */
    boolean isCutOff(Window file, long position) throws IOException {
        return file.size() - position < overhead() || file.isZero(position);
    }

    /** Whether a record with a body of that length can begin there. */
    final boolean fits(Window file, long position, int length) {
        return length > 0 && length <= LONGEST && position + overhead() + length <= file.size();
    }

    /**
     * Mark, length, checksum of both and the body, body. The mark is the file's own, so that no content can pass for a
     * record.
     */
    static final class Marked extends Framing {

        private static final int FRAME = Long.BYTES + 2 * Integer.BYTES;
        private long mark;

        /** @param mark zero when it is not known: then that of the first whole record */
        Marked(long mark) {
            this.mark = mark;
        }

        @Override
        int length(Window file, long position) throws IOException {
            if (position + FRAME > file.size()) {
                return NONE;
            }
            long found = file.getLong(position);
            if (mark != 0 && found != mark) {
                return NONE;
            }
            int length = file.getInt(position + Long.BYTES);
            if (!fits(file, position, length)
                    || checksum(found, file.get(position + FRAME, length))
                            != file.getInt(position + Long.BYTES + Integer.BYTES)) {
                return NONE;
            }
            mark = found;
            return length;
        }

        @Override
        boolean isCutOff(Window file, long position) throws IOException {
            return super.isCutOff(file, position)
                    || file.getLong(position) == mark
                            && !fits(file, position, file.getInt(position + Long.BYTES))
                            && file.getInt(position + Long.BYTES) > 0
                            && file.getInt(position + Long.BYTES) <= LONGEST;
        }

        @Override
        int before() {
            return FRAME;
        }

        @Override
        int overhead() {
            return FRAME;
        }

        static int checksum(long mark, byte[] body) {
            CRC32 crc = new CRC32();
            for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
                crc.update((int) (mark >>> shift) & 0xFF);
            }
            for (int shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
                crc.update(body.length >>> shift & 0xFF);
            }
            crc.update(body);
            return (int) crc.getValue();
        }
    }

    /**
     * What versions before this one wrote: length, body and the body's checksum, which stands before or behind the
     * body.
     */
    static final class Plain extends Framing {

        private final boolean checksumFirst;

        Plain(boolean checksumFirst) {
            this.checksumFirst = checksumFirst;
        }

        @Override
        int length(Window file, long position) throws IOException {
            if (position + overhead() > file.size()) {
                return NONE;
            }
            int length = file.getInt(position);
            if (!fits(file, position, length)) {
                return NONE;
            }
            CRC32 crc = new CRC32();
            crc.update(file.get(position + before(), length));
            return file.getInt(checksumFirst ? position + Integer.BYTES : position + before() + length)
                            == (int) crc.getValue()
                    ? length
                    : NONE;
        }

        @Override
        boolean isCutOff(Window file, long position) throws IOException {
            int length = super.isCutOff(file, position) ? LONGEST : file.getInt(position);
            return length > 0 && length <= LONGEST && !fits(file, position, length);
        }

        @Override
        int before() {
            return checksumFirst ? overhead() : Integer.BYTES;
        }

        @Override
        int overhead() {
            return 2 * Integer.BYTES;
        }
    }
}
