// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.journal;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/**
 * Changes that a running hub was told, as lines, which all nodes of a farm are to know. The last line about something
 * counts.
 */
public interface SharedLines {

    /** What a line is about: a later line about the same takes its place. */
    String about(String line);

    /** The changes that count. */
    List<String> lines();

    /** Calls this one with each change that is made here. It must not wait for anything. */
    void whenChanged(Consumer<Collection<String>> listener);

    /**
     * Takes changes that were made at another node; they are on the disk when this returns.
     *
     * @throws IOException when they cannot be written: none of them holds then
     */
    void take(Collection<String> lines) throws IOException;
}
