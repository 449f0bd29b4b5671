// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.farm;

import io.vmnhub.fixture.FreePort;
import io.vmnhub.peer.Smsc;
import io.vmnhub.peer.m3ua.Answers;
import io.vmnhub.peer.osmocom.OsmoStp;
import io.vmnhub.peer.transport.SctpTransport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An osmo-stp, which speaks M3UA over SCTP alone. It knows its peers by the ports that they come from. */
final class OsmoTransferPoint implements TransferPoint {

    /** SCTP is at home in a virtual machine only on some computers, which is slow. */
    private static final Duration SLOWLY = Duration.ofSeconds(90);

    private final int port = FreePort.next();
    private final List<Integer> nodes = new ArrayList<>();
    private final OsmoStp stp;
    private final Smsc smsc;

    OsmoTransferPoint(Path folder) throws Exception {
        List<OsmoStp.Server> servers = new ArrayList<>();
        for (int i = 0; i < Nodes.COUNT; i++) {
            nodes.add(FreePort.next());
            servers.add(new OsmoStp.Server("node-" + i, nodes.get(i), 101, 1));
        }
        int peer = FreePort.next();
        servers.add(new OsmoStp.Server("smsc", peer, 102, 2));
        stp = OsmoStp.start(Files.createDirectories(folder.resolve("stp")), port, 9, servers);
        smsc = TransferPoint.smscBuilder().asAsp(102).open();
        smsc.attach(
                        SctpTransport.connect(
                                List.of(InetAddress.getByName("127.0.0.1")),
                                peer,
                                new InetSocketAddress("127.0.0.1", port)),
                        Answers.byTheBook())
                .activate(SLOWLY);
    }

    @Override
    public Smsc smsc() {
        return smsc;
    }

    @Override
    public String association(int node) {
        return "{name: stp, protocol: sctp, side: client, heartbeat: 2s, reconnectDelay: 200ms, "
                + "local: {addresses: [127.0.0.1], port: " + nodes.get(node) + "}, "
                + "peer: {addresses: [127.0.0.1], port: " + port + "}}";
    }

    @Override
    public void close() {
        smsc.close();
        stp.close();
    }
}
