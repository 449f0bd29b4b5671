// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark;

import java.io.IOException;

/** What goes on beside a load, from its beginning until {@link #close}. */
interface Activity extends AutoCloseable {

    Activity NONE = result -> 0;

    /**
     * After the load: waits until the messages that were acknowledged have arrived.
     *
     * @return the seconds it took
     */
    double awaitArrival(Result load) throws IOException, InterruptedException;

    @Override
    default void close() throws IOException, InterruptedException {}
}
