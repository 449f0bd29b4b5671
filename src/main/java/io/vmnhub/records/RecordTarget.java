// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.records;

import java.util.List;

/**
 * Where records are kept. Called by one thread only.
 *
 * @param <T> the records
 */
interface RecordTarget<T> {

    /**
     * Keeps all of them, or fails.
     *
     * @return how many of them cannot be kept, and never will be
     */
    int write(List<T> batch) throws Exception;

    /** Whether a batch that has failed is worth another attempt. */
    boolean isTransient(Exception failure);

    /** Called again and again, with or without records in between. */
    default void tend() throws Exception {}

    /** Keeps what it has put off, and ends. */
    void close() throws Exception;
}
