// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.sqlbatch;

import java.util.function.Consumer;

/**
 * One row to insert.
 *
 * @param values in the order of the statement's parameters
 * @param deadline by {@link System#nanoTime()}: not begun any more after it
 * @param whenEnded gets null when the row is committed, else the failure; called exactly once
 */
record SqlRow(Object[] values, long deadline, Consumer<Exception> whenEnded) {

    boolean isLate() {
        return System.nanoTime() - deadline > 0;
    }

    void end(Exception failure) {
        whenEnded.accept(failure);
    }
}
