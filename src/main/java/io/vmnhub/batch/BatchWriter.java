// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.batch;

import java.util.List;

/**
 * Commits the batches of one thread of a {@link GroupCommit}. Its methods are called by that thread only.
 *
 * @param <T> what is committed
 */
public interface BatchWriter<T> {

    /** What a failure of a batch means for it. */
    enum AfterFailure {
        /** All of it is where it was to go: a failure that says so. */
        COMMITTED,
        /** None of it will be committed. */
        FAILED,
        /** Each half is tried by itself, down to single items, so that one bad item harms no other. */
        TAKE_APART,
        /** The same batch is tried again after a pause. */
        AGAIN,
        /** Nothing more can be committed, neither this batch nor what waits. */
        STOP
    }

    /** Called once, before anything else. */
    default void open() throws Exception {}

    /** Commits all of it, or fails and leaves nothing of it behind. */
    void commit(List<T> batch) throws Exception;

    /** Decides what becomes of a batch that failed. A single item that is to be taken apart has failed. */
    default AfterFailure failed(List<T> batch, Exception failure) {
        return AfterFailure.TAKE_APART;
    }

    /**
     * Asked before each attempt.
     *
     * @param last why the attempt before failed, or null
     * @return the failure of an item whose time is over; null while there is time
     */
    default Exception late(T item, Exception last) {
        return null;
    }

    /** Called between batches, several times a second when nothing comes. */
    default void tend() throws Exception {}

    /** Called once, after the last batch. */
    default void close() throws Exception {}
}
