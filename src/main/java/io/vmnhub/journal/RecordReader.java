// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.journal;

import java.io.IOException;

/** Gets the records of a file in the order in which they were appended. */
@FunctionalInterface
public interface RecordReader {

    /**
     * Takes one record.
     *
     * @param offset where the body begins in the file, octets
     * @param body the record
     */
    void read(long offset, byte[] body) throws IOException;
}
