// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.inbound;

import java.util.function.Consumer;

/** Keeps the parts of long messages until their messages are delivered. Implementations are thread-safe. */
interface PartStore {

    /**
     * @param stored called once: with null when the part is safe, else with the reason why it is not; on another
     *     thread, or on the caller's when it is refused at once
     */
    void store(JournalRecord.Part part, Consumer<Exception> stored);
}
