// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmnhub.management.Operator;
import io.vmnhub.management.Pages;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Something that is sent to open consoles whenever it has changed. */
interface LiveTopic {

    int MOST_LISTED = 200;

    /** The name of its events. */
    String name();

    /** Called once before each round of {@link #render}: the round has what came until now. */
    default void begin() {}

    /** What somebody of this role gets; empty when there is nothing new. What has not changed is not sent again. */
    Optional<ObjectNode> render(Operator.Role reader);

    /** A topic that has the whole state each time. */
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

    /** A topic that has the first {@value #MOST_LISTED} of a list each time, and how many there are. */
    static LiveTopic list(String name, Supplier<List<ObjectNode>> all) {
        return state(name, () -> {
            List<ObjectNode> now = all.get();
            ObjectNode form = Pages.object().put("total", now.size());
            ArrayNode items = form.putArray("items");
            now.stream().limit(MOST_LISTED).forEach(items::add);
            return form;
        });
    }
}
