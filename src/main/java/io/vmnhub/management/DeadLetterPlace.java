// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmnhub.component.store.DeadLetter;
import java.util.List;
import java.util.Optional;

/** One of the places where messages go that cannot be delivered. Every method blocks. */
public interface DeadLetterPlace {

    /** What operators know the place by. */
    String source();

    /** The oldest of {@code application}, at most {@code most}. */
    List<DeadLetter> list(String application, int most) throws Exception;

    /**
     * Adds what the message says to {@code form}.
     *
     * @return the dead letter; empty when it is not here
     */
    Optional<DeadLetter> show(String application, String id, ObjectNode form) throws Exception;

    /** @return false when it is not here */
    boolean replay(String application, String id) throws Exception;

    /**
     * Replays the oldest.
     *
     * @return how many
     */
    int replay(String application, int most) throws Exception;

    /**
     * Throws it away for good.
     *
     * @return false when it is not here
     */
    boolean discard(String application, String id) throws Exception;

    /**
     * Throws the oldest away for good.
     *
     * @return how many
     */
    int discard(String application, int most) throws Exception;
}
