// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.fixture.peers.NeedsPeer;
import io.vmnhub.fixture.peers.Peer;
import io.vmnhub.peer.capture.Tshark;
import io.vmnhub.peer.m3ua.M3uaMessage;
import io.vmnhub.peer.m3ua.MessageType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TcpSmscTest implements SmscContract {

    @TempDir
    private Path directory;

    private Pair pair;

    @Override
    public Pair pair() {
        return pair;
    }

    @Override
    public void openPair() {
        Smsc hub = Smsc.tcpServer(0)
                .asSgp(101)
                .pointCodes(1, 2)
                .globalTitle("447700000001")
                .open();
        Smsc smsc = Smsc.tcpClient("127.0.0.1", hub.port())
                .asAsp(101)
                .answerTimeout(Duration.ofSeconds(8))
                .capture(directory.resolve("smsc.pcap"))
                .open();
        hub.awaitLinks(1, SOON);
        pair = new Pair(hub, smsc);
    }

    @Test
    void aMessageCutInTheMiddleEndsTheLinkAndTheNextOneWorks() throws Exception {
        byte[] pdu = pair.smsc().signalling().pdu(new byte[100]);
        pair.smsc().link().cut(pdu, 40);
        pair.hub().link().awaitClosed(SOON);
        assertThat(pair.hub().violations()).singleElement().asString().contains("inside a PDU");
        pair.smsc().reconnect();
        pair.smsc().activate();
        assertThat(pair.smsc().sriSm(3, "447700900001").imsi()).isEqualTo(IMSI);
    }

    @Test
    void everyMalformedM3uaMessageIsTakenAndTheNextMessageAnswered() throws Exception {
        List<MalformedPdus.Case> cases = new MalformedPdus(pair.smsc(), "447700900001", IMSI).m3ua();
        assertThat(cases).hasSizeGreaterThan(15);
        for (MalformedPdus.Case wrong : cases) {
            new MalformedPdus(pair.smsc(), "447700900001", IMSI).send(wrong);
            if (wrong.losesFraming()) {
                pair.smsc().link().abort();
                pair.smsc().reconnect().activate(SOON);
            }
            assertThat(pair.smsc().sriSm(3, "447700900001").imsi())
                    .as(wrong.name())
                    .isEqualTo(IMSI);
        }
        assertThat(pair.smsc().violations()).isEmpty();
        assertThat(pair.hub().violations()).hasSizeGreaterThan(10);
    }

    @Test
    void aServerSeesTheHubComeBack() throws Exception {
        pair.hub().link().abort();
        pair.smsc().link().awaitClosed(SOON);
        pair.smsc().reconnect().activate(SOON);
        pair.hub().awaitActive(SOON);
        assertThat(pair.smsc().link().received()).anyMatch(message -> message.is(MessageType.NTFY));
    }

    @Test
    void twoLinksShareTheLoad() throws Exception {
        pair.smsc().reconnect().activate(SOON);
        pair.hub().awaitLinks(2, SOON);
        for (int i = 0; i < 8; i++) {
            assertThat(pair.smsc().sriSm(3, "447700900001").isResult()).isTrue();
        }
        pair.smsc().assertNothingWrong();
    }

    @Test
    void everyPartOfM3uaActivates() {
        for (boolean doubled : new boolean[] {false, true}) {
            SmscBuilder server = Smsc.tcpServer(0).pointCodes(1, 2).globalTitle("447700000001");
            try (Smsc hub = (doubled ? server.asIpspDouble(7) : server.asIpspServer(7))
                    .networkAppearance(5)
                    .open()) {
                SmscBuilder client = Smsc.tcpClient("127.0.0.1", hub.port())
                        .networkAppearance(5)
                        .trafficMode(0);
                try (Smsc smsc = (doubled ? client.asIpspDouble(7) : client.asIpspClient(7)).open()) {
                    StandInHub.behind(hub);
                    Thread other = new Thread(hub::activate);
                    other.start();
                    smsc.activate();
                    hub.awaitActive(SOON);
                    assertThat(smsc.sriSm(2, "447700900001").imsi()).isEqualTo(IMSI);
                    smsc.assertNothingWrong();
                    hub.assertNothingWrong();
                }
            }
        }
    }

    @Test
    void aForeignRoutingContextAndTrafficModeAreRefused() {
        try (Smsc hub = Smsc.tcpServer(0).asSgp(101).open();
                Smsc smsc = Smsc.tcpClient("127.0.0.1", hub.port()).asAsp(102).open()) {
            smsc.link().up(SOON);
            smsc.link()
                    .send(M3uaMessage.of(
                            MessageType.ASPAC, M3uaMessage.Parameter.u32(M3uaMessage.ROUTING_CONTEXT, 102)));
            assertThat(smsc.link().await(MessageType.ERR, SOON).u32(M3uaMessage.ERROR_CODE))
                    .hasValue(0x19);
        }
    }

    @Test
    @NeedsPeer(Peer.TSHARK)
    void tsharkHasNothingAgainstEitherSide() {
        routingInfoComesInEveryVersion();
        messagesAreTakenInEveryVersionAndRefusedByTheirError();
        threeMessagesGoInOneDialogueAfterAnEmptyBegin();
        aLongMessageGoesInSegments();
        anUnknownOperationIsRejectedAndAnUnknownVersionRefused();
        subsystemsAreTestedAndHeartbeatsReturned();
        Tshark tshark = new Tshark(pair.smsc().captured());
        assertThat(tshark.framesFromHub()).isGreaterThan(20);
        assertThat(tshark.complaintsAboutSmsc()).isEmpty();
        assertThat(tshark.complaintsAboutHub()).isEmpty();
        assertThat(tshark.fields("gsm_map.old.Component || gsm_map", "gsm_sms.sms_text"))
                .anyMatch(row -> row.contains("Hello"));
        assertThat(tshark.fields("e212.imsi", "e212.imsi")).anyMatch(row -> row.contains(IMSI));
    }

    @Test
    @NeedsPeer(Peer.TSHARK)
    void tsharkComplainsOfWhatIsWrong() {
        MalformedPdus wrong = new MalformedPdus(pair.smsc(), "447700900001", IMSI);
        byte[] right = wrong.routingInfo();
        wrong.send(wrong.tcap("cut", Arrays.copyOf(right, right.length - 3)));
        assertThat(new Tshark(pair.smsc().captured()).complaintsAboutSmsc()).hasSize(1);
    }
}
