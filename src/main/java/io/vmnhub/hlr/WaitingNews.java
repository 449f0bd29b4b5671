// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.hlr;

import java.util.List;
import java.util.Optional;

/** Tells other nodes what changes in message waiting data. Implementations are thread-safe and do not block. */
public interface WaitingNews {

    /** Of a hub by itself. */
    WaitingNews NONE = new WaitingNews() {
        @Override
        public void changed(String msisdn, Optional<MessageWaiting> now) {}

        @Override
        public void loaded(List<MessageWaiting> found) {}
    };

    /** @param now what the number has; empty when nobody waits for it any more */
    void changed(String msisdn, Optional<MessageWaiting> now);

    /** This was found at the start. */
    void loaded(List<MessageWaiting> found);
}
