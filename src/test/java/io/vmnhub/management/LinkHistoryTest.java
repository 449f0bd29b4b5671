// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.simulator.QuietEvents;
import org.junit.jupiter.api.Test;

class LinkHistoryTest {

    private final LinkHistory history = new LinkHistory(new QuietEvents());

    @Test
    void theNewestChangeComesFirstWithItsCause() {
        history.up("stp-a", "10.1.0.101:2905");
        history.stateChanged("application server", "stp", "ACTIVE", "ASP Active Ack");
        history.down("stp-a", "the connection was closed");
        assertThat(history.changes()).extracting(LinkHistory.Change::name).containsExactly("stp-a", "stp", "stp-a");
        assertThat(history.changes().get(0).state()).isEqualTo("DOWN");
        assertThat(history.changes().get(0).cause()).isEqualTo("the connection was closed");
    }

    @Test
    void theOldestAreForgotten() {
        for (int i = 0; i <= LinkHistory.MOST; i++) {
            history.stateChanged("point code", String.valueOf(i), "REACHABLE", "configured");
        }
        assertThat(history.changes())
                .hasSize(LinkHistory.MOST)
                .noneMatch(change -> change.name().equals("0"));
    }
}
