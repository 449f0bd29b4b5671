// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.hlr;

import io.vmnhub.numbering.Vmn;

/** Chooses the node that takes the messages for a number. Thread-safe; asked for every query, so it must not block. */
@FunctionalInterface
public interface NetworkNodes {

    /** The global title of the node, digits: the networkNode-Number of the answer to sendRoutingInfoForSM. */
    String titleFor(Vmn vmn);
}
