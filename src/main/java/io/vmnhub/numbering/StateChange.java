// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.numbering;

import java.time.Instant;
import java.util.Objects;

/**
 * A state that an operator has given a number or an application of a running hub.
 *
 * @param by the operator's name
 */
public record StateChange(NumberState state, Instant at, String by) {

    public StateChange {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(by, "by");
    }
}
