// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer;

import io.vmnhub.peer.m3ua.M3uaMessage;
import io.vmnhub.peer.m3ua.MessageType;
import io.vmnhub.peer.m3ua.ProtocolData;
import io.vmnhub.peer.map.ApplicationContext;
import io.vmnhub.peer.map.Arguments;
import io.vmnhub.peer.map.Operation;
import io.vmnhub.peer.sccp.GlobalTitle;
import io.vmnhub.peer.sccp.PartyAddress;
import io.vmnhub.peer.sccp.SccpMessage;
import io.vmnhub.peer.tcap.Component;
import io.vmnhub.peer.tcap.DialoguePortion;
import io.vmnhub.peer.tcap.TcapMessage;
import io.vmnhub.peer.tcap.TransactionId;
import io.vmnhub.peer.wire.Octets;
import io.vmnhub.peer.wire.Tlv;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Messages that are wrong at one layer and right below it, made for the labels and addresses of one {@link Smsc}. Their
 * transactions are {@link Transactions#provoked()}, so that what the hub answers is not a violation as long as it is
 * well formed.
 */
public final class MalformedPdus {

    private final Smsc smsc;
    private final String vmn;
    private final String imsi;
    private final AtomicLong transaction = new AtomicLong(Transactions.PROVOKED);

    /**
     * One wrong message.
     *
     * @param pdu the whole M3UA PDU
     * @param losesFraming over TCP the hub cannot know where the next PDU begins: the connection is spoilt, a new one
     *     is needed
     */
    public record Case(String name, byte[] pdu, boolean losesFraming) {

        @Override
        public String toString() {
            return name;
        }
    }

    /** A VMN of the hub and its IMSI, for what is right in the messages. */
    public MalformedPdus(Smsc smsc, String vmn, String imsi) {
        this.smsc = smsc;
        this.vmn = vmn;
        this.imsi = imsi;
    }

    public void send(Case wrong) {
        smsc.link().sendRaw(wrong.pdu, Math.min(1, smsc.link().transport().streams() - 1));
    }

    public List<Case> m3ua() {
        byte[] right = smsc.signalling().pdu(udt(routingInfo()).encode());
        List<Case> cases = new ArrayList<>();
        cases.add(new Case("M3UA version 2", with(right, 0, 2), true));
        cases.add(new Case("M3UA reserved octet set", with(right, 1, 0x55), false));
        cases.add(new Case("M3UA unknown class", with(right, 2, 0x7f), false));
        cases.add(new Case("M3UA unknown type", with(right, 3, 0x7f), false));
        cases.add(new Case("M3UA length 0", with(right, 7, 0), true));
        cases.add(new Case("M3UA length longer than the message", with(right, 6, 0x7f), true));
        cases.add(new Case("M3UA length in gigabytes", with(right, 4, 0x7f), true));
        cases.add(new Case("M3UA parameter longer than the message", with(right, 10, 0x10), false));
        cases.add(new Case("M3UA parameter of length 3", with(right, 11, 3), false));
        cases.add(new Case("M3UA parameter of length 0", with(right, 11, 0), false));
        cases.add(new Case(
                "DATA without protocol data", M3uaMessage.of(MessageType.DATA).encode(), false));
        cases.add(new Case(
                "DATA with five octets of protocol data",
                M3uaMessage.of(MessageType.DATA, new M3uaMessage.Parameter(M3uaMessage.PROTOCOL_DATA, new byte[5]))
                        .encode(),
                false));
        ProtocolData label = smsc.signalling().label(udt(routingInfo()).encode(), 0);
        cases.add(new Case(
                "DATA with a foreign routing context",
                M3uaMessage.of(
                                MessageType.DATA,
                                M3uaMessage.Parameter.u32(M3uaMessage.ROUTING_CONTEXT, 987_654),
                                label.parameter())
                        .encode(),
                false));
        cases.add(data(
                "DATA for another point code",
                label.originatingPointCode(),
                9999,
                3,
                label.networkIndicator(),
                label.data()));
        cases.add(data(
                "DATA from an unknown point code",
                9998,
                label.destinationPointCode(),
                3,
                label.networkIndicator(),
                label.data()));
        cases.add(data(
                "DATA for ISUP",
                label.originatingPointCode(),
                label.destinationPointCode(),
                5,
                label.networkIndicator(),
                label.data()));
        cases.add(data(
                "DATA of another network indicator",
                label.originatingPointCode(),
                label.destinationPointCode(),
                3,
                label.networkIndicator() ^ 1,
                label.data()));
        cases.add(new Case("sixty-four octets of noise", noise(64, 1), true));
        return cases;
    }

    private Case data(String name, long from, long to, int serviceIndicator, int networkIndicator, byte[] user) {
        return new Case(
                name,
                smsc.link()
                        .settings()
                        .data(new ProtocolData(from, to, serviceIndicator, networkIndicator, 0, 0, user))
                        .encode(),
                false);
    }

    public List<Case> sccp() {
        byte[] right = udt(routingInfo()).encode();
        List<Case> cases = new ArrayList<>();
        cases.add(sccp("SCCP empty", new byte[0]));
        cases.add(sccp("SCCP unknown message type", with(right, 0, 0x7e)));
        cases.add(sccp("SCCP connection request", with(right, 0, 0x01)));
        cases.add(sccp("SCCP protocol class 3 in a unitdata", with(right, 1, 0x03)));
        cases.add(sccp("SCCP pointer to the called party beyond the end", with(right, 2, 0xff)));
        cases.add(sccp("SCCP pointer to the calling party beyond the end", with(right, 3, 0xff)));
        cases.add(sccp("SCCP pointer to the data beyond the end", with(right, 4, 0xff)));
        cases.add(sccp("SCCP null pointers", with(with(with(right, 2, 0), 3, 0), 4, 0)));
        cases.add(sccp("SCCP called party of length 0", with(right, 5, 0)));
        cases.add(sccp("SCCP called party longer than the message", with(right, 5, 0xfe)));
        cases.add(sccp("SCCP reserved global title indicator", with(right, 6, 0x2a)));
        cases.add(sccp("SCCP reserved encoding scheme", with(right, 9, 0x1e)));
        PartyAddress me = PartyAddress.title(smsc.digits(), 8);
        cases.add(sccp(
                "SCCP called title without digits",
                SccpMessage.udt(PartyAddress.title(new GlobalTitle(4, 0, 1, 4, ""), 6), me, routingInfo())
                        .encode()));
        cases.add(sccp(
                "SCCP called party without subsystem",
                SccpMessage.udt(PartyAddress.title(vmn, 6).withoutSubsystem(), me, routingInfo())
                        .encode()));
        cases.add(sccp(
                "SCCP no user data",
                SccpMessage.udt(PartyAddress.title(vmn, 6), me, new byte[0]).encode()));
        SccpMessage extended = SccpMessage.xudt(PartyAddress.title(vmn, 6), me, routingInfo());
        cases.add(sccp("XUDT with hop counter 0", extended.withHopCounter(0).encode()));
        cases.add(sccp(
                "XUDT second segment without the first",
                extended.segments(3, 77).get(1).encode()));
        cases.add(
                sccp("XUDT first segment only", extended.segments(3, 78).get(0).encode()));
        byte[] optional = extended.segments(2, 79).get(0).encode();
        cases.add(sccp("XUDT optional part without end", Arrays.copyOf(optional, optional.length - 1)));
        cases.add(sccp("XUDT optional pointer beyond the end", with(optional, 6, 0xff)));
        ProtocolData label = smsc.signalling().label(right, 0);
        cases.add(sccp(
                "SCCP management of one octet",
                SccpMessage.udt(
                                PartyAddress.subsystem((int) label.destinationPointCode(), 1),
                                PartyAddress.subsystem((int) label.originatingPointCode(), 1),
                                new byte[] {3})
                        .encode()));
        truncations(right, 4).forEach(part -> cases.add(sccp("SCCP cut after " + part.length, part)));
        return cases;
    }

    public List<Case> tcap() {
        List<Case> cases = new ArrayList<>();
        byte[] right = routingInfo();
        cases.add(tcap("TCAP unknown message type", with(right, 0, 0x6f)));
        cases.add(tcap("TCAP length beyond the end", with(right, 1, 0x7f)));
        cases.add(tcap(
                "TCAP Begin without transaction id",
                Tlv.of(0x62, Tlv.empty(0x6c)).encode()));
        cases.add(tcap(
                "TCAP transaction id of five octets",
                Tlv.of(0x62, Tlv.of(0x48, (byte) -1, (byte) 0, (byte) 0, (byte) 0, (byte) 1))
                        .encode()));
        cases.add(
                tcap("TCAP empty transaction id", Tlv.of(0x62, Tlv.empty(0x48)).encode()));
        cases.add(tcap(
                "TCAP Continue for an unknown transaction",
                TcapMessage.carryOn(next(), TransactionId.of(0x7fffffff), Optional.empty(), List.of())
                        .encode()));
        cases.add(tcap(
                "TCAP End for an unknown transaction",
                TcapMessage.end(TransactionId.of(0x7fffffff), Optional.empty(), List.of())
                        .encode()));
        cases.add(tcap(
                "TCAP Abort for an unknown transaction",
                TcapMessage.providerAbort(TransactionId.of(0x7fffffff), 1).encode()));
        cases.add(tcap("TCAP Continue without destination", begin(0x65)));
        cases.add(tcap("TCAP empty component portion", begin(0x62, request(), Tlv.empty(0x6c))));
        cases.add(tcap(
                "TCAP unknown component", begin(0x62, request(), Tlv.of(0x6c, Tlv.of(0xaf, Tlv.integer(2, 1))))));
        cases.add(tcap("TCAP invoke without id", begin(0x62, request(), Tlv.of(0x6c, Tlv.empty(0xa1)))));
        cases.add(tcap(
                "TCAP invoke without operation",
                begin(0x62, request(), Tlv.of(0x6c, Tlv.of(0xa1, Tlv.integer(2, 1))))));
        cases.add(tcap(
                "TCAP result in a Begin", begin(0x62, request(), Tlv.of(0x6c, Tlv.of(0xa2, Tlv.integer(2, 1))))));
        cases.add(tcap(
                "TCAP component length beyond its portion",
                begin(0x62, request(), Tlv.of(0x6c, (byte) 0xa1, (byte) 0x30, (byte) 2))));
        cases.add(tcap("TCAP dialogue portion that is not an EXTERNAL", begin(0x62, Tlv.of(0x6b, Tlv.integer(2, 5)))));
        cases.add(tcap(
                "TCAP dialogue portion with a foreign identifier",
                begin(
                        0x62,
                        Tlv.of(
                                0x6b,
                                Tlv.of(0x28, Tlv.of(0x06, (byte) 0x2a, (byte) 3), Tlv.of(0xa0, Tlv.empty(0x60)))))));
        cases.add(tcap(
                "TCAP AARQ without application context",
                begin(
                        0x62,
                        Tlv.of(
                                0x6b,
                                Tlv.of(
                                        0x28,
                                        Tlv.of(0x06, Octets.hex("00118605010101")),
                                        Tlv.of(0xa0, Tlv.empty(0x60)))))));
        cases.add(tcap(
                "TCAP indefinite length without its end",
                Arrays.copyOf(Tlv.decode(right).encodeIndefinite(), right.length - 1)));
        cases.add(tcap("TCAP nested a hundred deep", nested(100)));
        cases.add(tcap("TCAP noise", noise(60, 2)));
        truncations(right, 5).forEach(part -> cases.add(tcap("TCAP cut after " + part.length, part)));
        return cases;
    }

    public List<Case> map() {
        Tlv da = Arguments.imsi(imsi);
        Tlv oa = Arguments.serviceCentreAddressOa(smsc.digits());
        Tlv ui = new Tlv(0x04, new byte[] {4});
        List<Case> cases = new ArrayList<>();
        cases.add(forward("forwardSM without parameter", null));
        cases.add(forward("forwardSM with an empty SEQUENCE", Tlv.empty(0x30)));
        cases.add(forward("forwardSM with an INTEGER for its parameter", Tlv.integer(2, 5)));
        cases.add(forward("forwardSM without sm-RP-UI", Tlv.of(0x30, da, oa)));
        cases.add(forward("forwardSM without sm-RP-OA", Tlv.of(0x30, da, ui)));
        cases.add(forward("forwardSM with unknown sm-RP-DA", Tlv.of(0x30, Tlv.of(0x8e, (byte) 1), oa, ui)));
        cases.add(forward(
                "forwardSM to noSM-RP-DA", Arguments.forwardSm(Arguments.noSmRpDa(), oa, new byte[] {4}, false)));
        cases.add(forward("forwardSM to an empty IMSI", Tlv.of(0x30, Tlv.empty(0x80), oa, ui)));
        cases.add(forward("forwardSM to an IMSI of twenty octets", Tlv.of(0x30, new Tlv(0x80, new byte[20]), oa, ui)));
        cases.add(forward("forwardSM with an empty service centre", Tlv.of(0x30, da, Tlv.empty(0x84), ui)));
        cases.add(forward("forwardSM with an empty TPDU", Tlv.of(0x30, da, oa, Tlv.empty(0x04))));
        cases.add(forward("forwardSM with a TPDU of noise", Tlv.of(0x30, da, oa, new Tlv(0x04, noise(100, 3)))));
        cases.add(routing("sendRoutingInfoForSM without parameter", null));
        cases.add(routing("sendRoutingInfoForSM with an empty SEQUENCE", Tlv.empty(0x30)));
        cases.add(routing(
                "sendRoutingInfoForSM with an empty msisdn",
                Tlv.of(
                        0x30,
                        Tlv.empty(0x80),
                        Tlv.of(0x81, (byte) 0xff),
                        Arguments.serviceCentreAddressOa(smsc.digits()))));
        cases.add(routing(
                "sendRoutingInfoForSM with a constructed msisdn", Tlv.of(0x30, Tlv.of(0xa0, Tlv.integer(2, 1)))));
        return cases;
    }

    /** The first so many octets, for every length in that step. */
    public static Stream<byte[]> truncations(byte[] right, int step) {
        return IntStream.iterate(1, length -> length < right.length, length -> length + step)
                .mapToObj(length -> Arrays.copyOf(right, length));
    }

    /** Copies with one to three octets changed, the same ones for the same seed. */
    public static Stream<byte[]> mutations(byte[] right, long seed, int count) {
        Random random = new Random(seed);
        return Stream.generate(() -> {
                    byte[] wrong = right.clone();
                    for (int i = random.nextInt(3); i >= 0; i--) {
                        wrong[random.nextInt(wrong.length)] = (byte) random.nextInt(256);
                    }
                    return wrong;
                })
                .limit(count);
    }

    /** Any bytes in the place of SCCP, TCAP. */
    public Case sccp(String name, byte[] sccp) {
        return new Case(name, smsc.signalling().pdu(sccp), false);
    }

    public Case tcap(String name, byte[] tcap) {
        return sccp(name, udt(tcap).encode());
    }

    /** A version 3 mt-ForwardSM with this parameter (null for none). */
    public Case forward(String name, Tlv parameter) {
        byte[] tcap = begin(
                ApplicationContext.shortMsgMtRelay(3), Component.Invoke.of(1, Operation.MT_FORWARD_SM, parameter));
        return sccp(name, smsc.mtDialogue(3).unitdata(tcap).encode());
    }

    /** A version 3 sendRoutingInfoForSM with this parameter (null for none). */
    public Case routing(String name, Tlv parameter) {
        return tcap(
                name,
                begin(
                        ApplicationContext.shortMsgGateway(3),
                        Component.Invoke.of(1, Operation.SEND_ROUTING_INFO_FOR_SM, parameter)));
    }

    /** A right Begin with a sendRoutingInfoForSM. */
    public byte[] routingInfo() {
        return begin(
                ApplicationContext.shortMsgGateway(3),
                Component.Invoke.of(
                        1, Operation.SEND_ROUTING_INFO_FOR_SM, Arguments.routingInfoForSm(vmn, true, smsc.digits())));
    }

    private byte[] begin(ApplicationContext context, Component component) {
        return TcapMessage.begin(
                        next(),
                        Optional.of(new DialoguePortion.Request(context.objectIdentifier(), Optional.empty())),
                        List.of(component))
                .encode();
    }

    private byte[] begin(int tag, Tlv... parts) {
        List<Tlv> all = new ArrayList<>(
                List.of(new Tlv(0x48, new Octets().u32(next().value()).toByteArray())));
        all.addAll(Arrays.asList(parts));
        return Tlv.of(tag, all).encode();
    }

    private static Tlv request() {
        return new DialoguePortion.Request(ApplicationContext.shortMsgGateway(3).objectIdentifier(), Optional.empty())
                .encode();
    }

    private TransactionId next() {
        return TransactionId.of(transaction.getAndIncrement());
    }

    private SccpMessage udt(byte[] tcap) {
        return SccpMessage.udt(PartyAddress.title(vmn, 6), PartyAddress.title(smsc.digits(), 8), tcap);
    }

    private byte[] nested(int depth) {
        Tlv inner = Tlv.integer(2, 1);
        for (int i = 0; i < depth && inner.encode().length < 180; i++) {
            inner = Tlv.of(0x30, inner);
        }
        return begin(0x62, request(), Tlv.of(0x6c, Tlv.of(0xa1, Tlv.integer(2, 1), Tlv.integer(2, 45), inner)));
    }

    private static byte[] noise(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static byte[] with(byte[] right, int at, int octet) {
        byte[] wrong = right.clone();
        wrong[at] = (byte) octet;
        return wrong;
    }
}
