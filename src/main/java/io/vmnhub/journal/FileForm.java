// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * What version wrote a file.
 *
 * @param current whether it was this one, and its beginning is whole
 * @param start where the first record begins
 * @param framing how its records stand in it, a new one with each call
 */
record FileForm(boolean current, long start, Supplier<Framing> framing) {

    static final int MAGIC = 0x564d4e4a;
    static final int NUMBER = 2;
    /** Magic number, number of the form, mark. */
    static final int HEADER = 2 * Integer.BYTES + Long.BYTES;

    /** What cannot be the number of a version's form but is damage. */
    private static final int UNLIKELY = 16;

    private static final FileForm UNKNOWN_MARK = new FileForm(false, 0, () -> new Framing.Marked(0));
    private static final FileForm CHECKSUM_FIRST = new FileForm(false, 0, () -> new Framing.Plain(true));
    private static final FileForm CHECKSUM_LAST =
            new FileForm(false, 2 * Integer.BYTES, () -> new Framing.Plain(false));

    /** @throws IOException when it cannot be read, or a later version wrote it */
    static FileForm of(Path path, Window file) throws IOException {
        if (file.size() < 2 * Integer.BYTES || file.getInt(0) != MAGIC) {
            return mostRecords(file, CHECKSUM_FIRST);
        }
        int number = file.getInt(Integer.BYTES);
        if (number > NUMBER && number < UNLIKELY) {
            throw new IOException(
                    path + " was written by a later version of the hub: run that one, or move the file away");
        }
        if (number == 1) {
            return mostRecords(file, CHECKSUM_LAST);
        }
        if (file.size() < HEADER) {
            return UNKNOWN_MARK;
        }
        long mark = file.getLong(HEADER - Long.BYTES);
        return mostRecords(file, new FileForm(number == NUMBER, HEADER, () -> new Framing.Marked(mark)));
    }

    /** The form that the beginning names; when that yields nothing the beginning may be damaged. */
    private static FileForm mostRecords(Window file, FileForm named) throws IOException {
        FileForm best = named;
        int most = named.records(file);
        for (FileForm form : new FileForm[] {CHECKSUM_FIRST, UNKNOWN_MARK, CHECKSUM_LAST}) {
            int records = named.current() && most > 0 ? 0 : form.records(file);
            if (records > most) {
                best = form;
                most = records;
            }
        }
        return best;
    }

    private int records(Window file) throws IOException {
        return scan(file, (offset, body) -> {}).records();
    }

    RecordScan scan(Window file, RecordReader reader) throws IOException {
        return RecordScan.of(file, start, framing.get(), reader);
    }
}
