// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.fixture.peers.NeedsPeer;
import io.vmnhub.fixture.peers.Peer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract over kernel SCTP, two addresses a side. Skipped where the kernel has none. */
@NeedsPeer(Peer.SCTP)
class SctpSmscIT implements SmscContract {

    private static final List<String> ADDRESSES = List.of("127.0.0.1", "127.0.0.2");

    private Pair pair;

    @Override
    public Pair pair() {
        return pair;
    }

    @Override
    public void openPair() {
        Smsc hub = Smsc.sctpServer(ADDRESSES, 0)
                .asSgp(101)
                .pointCodes(1, 2)
                .globalTitle("447700000001")
                .open();
        Smsc smsc = Smsc.sctpClient(ADDRESSES, 0, "127.0.0.1", hub.port())
                .asAsp(101)
                .answerTimeout(Duration.ofSeconds(30))
                .open();
        hub.awaitLinks(1, SOON);
        pair = new Pair(hub, smsc);
    }

    @Test
    void dataKeepsOffTheStreamOfManagement() {
        for (int i = 0; i < 20; i++) {
            assertThat(pair.smsc().sriSm(3, "447700900001").isResult()).isTrue();
        }
        assertThat(pair.smsc().signalling().dataOnStreamZero()).isZero();
        assertThat(pair.hub().signalling().dataOnStreamZero()).isZero();
    }

    @Test
    void anAbortedAssociationIsSeenAndOpenedAgain() throws Exception {
        pair.smsc().link().abort();
        pair.hub().link().awaitClosed(SOON);
        pair.smsc().reconnect().activate(SOON);
        assertThat(pair.smsc().sriSm(3, "447700900001").imsi()).isEqualTo(IMSI);
    }

    @Test
    void aShutDownAssociationIsSeen() {
        pair.smsc().link().close();
        pair.hub().link().awaitClosed(SOON);
        assertThat(pair.hub().link().isOpen()).isFalse();
    }
}
