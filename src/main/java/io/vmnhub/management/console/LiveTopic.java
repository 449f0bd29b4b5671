// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmnhub.management.Operator;
import io.vmnhub.management.Pages;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Something that is sent to open consoles whenever it has changed. It may be asked for a part of it:
 * {@code application:acme}.
 */
interface LiveTopic {

    int MOST_LISTED = 200;

    /** The name of its events. */
    String name();

    /** Whether there is such a part of it; an empty one is the whole. */
    default boolean has(String part) {
        return part.isEmpty();
    }

    /** Called once before each round of {@link #render}: the round has what came until now. */
    default void begin() {}

    /**
     * What somebody of this role gets; empty when there is nothing new. What has not changed is not sent again. Only
     * called when somebody listens.
     */
    Optional<ObjectNode> render(Operator.Role reader, String part);

    /** A topic that has the whole state each time. */
    static LiveTopic state(String name, Supplier<ObjectNode> state) {
        return new LiveTopic() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Optional<ObjectNode> render(Operator.Role reader, String part) {
                return Optional.of(state.get());
            }
        };
    }

    /**
     * A topic that has parts only, each of which has its whole state each time.
     *
     * @param state only asked for a part that there is
     */
    static LiveTopic parts(String name, Predicate<String> isThere, Function<String, ObjectNode> state) {
        return new LiveTopic() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public boolean has(String part) {
                return isThere.test(part);
            }

            @Override
            public Optional<ObjectNode> render(Operator.Role reader, String part) {
                return has(part) ? Optional.of(state.apply(part)) : Optional.empty();
            }
        };
    }

    /**
     * A topic that has the first {@value #MOST_LISTED} of a list each time, and how many there are.
     *
     * @param wanted those whose names contain a part, in their order
     * @param forms only asked for those that are sent
     */
    static <T> LiveTopic list(
            String name, Function<String, List<T>> wanted, Function<List<T>, List<ObjectNode>> forms) {
        return new LiveTopic() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public boolean has(String part) {
                return true;
            }

            @Override
            public Optional<ObjectNode> render(Operator.Role reader, String part) {
                List<T> all = wanted.apply(part);
                ObjectNode form = Pages.object().put("total", all.size());
                ArrayNode items = form.putArray("items");
                forms.apply(all.subList(0, Math.min(MOST_LISTED, all.size()))).forEach(items::add);
                return Optional.of(form);
            }
        };
    }
}
