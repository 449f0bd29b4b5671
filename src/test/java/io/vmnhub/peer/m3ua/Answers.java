// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer.m3ua;

import java.util.List;

/** What the asked side answers to an ASPSM, ASPTM, BEAT or DAUD message; nothing is an answer too. */
@FunctionalInterface
public interface Answers {

    List<M3uaMessage> to(M3uaMessage message, LinkSettings settings);

    /** What RFC 4666 clauses 4.3.4 and 4.6 say, for an application server with this process alone. */
    static Answers byTheBook() {
        return AspAnswers::to;
    }
}
