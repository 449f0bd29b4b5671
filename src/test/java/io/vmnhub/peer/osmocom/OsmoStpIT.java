// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer.osmocom;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.fixture.peers.NeedsPeer;
import io.vmnhub.fixture.peers.Peer;
import io.vmnhub.peer.Smsc;
import io.vmnhub.peer.map.ApplicationContext;
import io.vmnhub.peer.tcap.Component;
import io.vmnhub.peer.tcap.DialoguePortion;
import io.vmnhub.peer.tcap.TcapMessage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two SMSCs talk through osmo-stp. Skipped where the kernel has no SCTP or osmo-stp is not installed. */
@NeedsPeer({Peer.OSMO_STP, Peer.SCTP})
class OsmoStpIT {

    private static final List<String> LOOPBACK = List.of("127.0.0.1");

    @Test
    void aMessageAndItsAnswerGoThroughTheStp(@TempDir Path directory) throws Exception {
        List<OsmoStp.Server> servers =
                List.of(new OsmoStp.Server("hub", 2911, 101, 1), new OsmoStp.Server("smsc", 2912, 102, 2));
        try (OsmoStp stp = OsmoStp.start(directory, 2905, 9, servers);
                Smsc hub = Smsc.sctpClient(LOOPBACK, 2911, "127.0.0.1", stp.port())
                        .asAsp(101)
                        .pointCodes(1, 2)
                        .globalTitle("447700000001")
                        .open();
                Smsc smsc = Smsc.sctpClient(LOOPBACK, 2912, "127.0.0.1", stp.port())
                        .asAsp(102)
                        .pointCodes(2, 1)
                        .open()) {
            hub.transactions().answerBegins(OsmoStpIT::accept);
            hub.activate();
            smsc.activate();
            assertThat(smsc.forwardSm(3, "234150000000001", new byte[] {4}).isResult())
                    .as(stp.log())
                    .isTrue();
            smsc.assertNothingWrong();
            hub.assertNothingWrong();
        }
    }

    private static List<TcapMessage> accept(TcapMessage begin) {
        return List.of(TcapMessage.end(
                begin.originating().orElseThrow(),
                Optional.of(DialoguePortion.Response.accepted(
                        ApplicationContext.shortMsgMtRelay(3).objectIdentifier())),
                List.of(Component.ReturnResult.empty(1))));
    }
}
