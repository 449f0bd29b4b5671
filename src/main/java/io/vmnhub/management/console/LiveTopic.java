// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmnhub.management.Operator;
import java.util.Optional;
import java.util.function.Supplier;

/** Something that open consoles are told again whenever it has changed. */
interface LiveTopic {

    /** The name of its events. */
    String name();

    /** Once before each round of {@link #render}: what came until now is what this round tells. */
    default void begin() {}

    /** What there is to tell somebody of this role; empty when there is nothing. Not the same as before is sent. */
    Optional<ObjectNode> render(Operator.Role reader);

    /** A topic that tells of a whole state each time. */
    static LiveTopic state(String name, Supplier<ObjectNode> state) {
        return new LiveTopic() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Optional<ObjectNode> render(Operator.Role reader) {
                return Optional.of(state.get());
            }
        };
    }
}
