// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.journal;

import java.io.IOException;

/**
 * Goes through a file and gives every whole record in it. What is not a record is left out, octet by octet, until the
 * next one.
 *
 * @param records how many are whole
 * @param places how many stretches are not records, apart from an end that was cut off in writing
 * @param octets how long these are together
 * @param first where the first of them begins
 * @param cutOff how many octets at the end are of a record that was not written to its end
 */
record RecordScan(int records, int places, long octets, long first, long cutOff) {

    static RecordScan of(Window file, long start, Framing framing, RecordReader reader) throws IOException {
        int records = 0;
        int places = 0;
        long octets = 0;
        long first = 0;
        long position = Math.min(start, file.size());
        while (position < file.size()) {
            int length = framing.length(file, position);
            if (length != Framing.NONE) {
                reader.read(position + framing.before(), file.get(position + framing.before(), length));
                records++;
                position += framing.overhead() + length;
                continue;
            }
            long from = position;
            while (position < file.size() && framing.length(file, position) == Framing.NONE) {
                position++;
            }
            if (position == file.size() && framing.isCutOff(file, from)) {
                return new RecordScan(records, places, octets, first, position - from);
            }
            first = places == 0 ? from : first;
            places++;
            octets += position - from;
        }
        return new RecordScan(records, places, octets, first, 0);
    }
}
