// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cluster;

import java.util.concurrent.CompletionStage;

/** Answers what other nodes ask. Implementations are thread-safe and let no thread wait. */
public interface NodeService {

    /**
     * @param from the name of the node that asks; what one node asks comes in the order in which it has asked
     * @return the answer; exceptionally when there is none, and the other node gets the message of the exception
     */
    CompletionStage<byte[]> answer(String from, byte[] request);
}
