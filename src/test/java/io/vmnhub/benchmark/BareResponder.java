// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark;

import java.lang.reflect.Field;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.awaitility.Awaitility;
import org.mobicents.protocols.api.Association;
import org.mobicents.protocols.api.IpChannelType;
import org.mobicents.protocols.sctp.AssociationImpl;
import org.mobicents.protocols.sctp.NonPersistentManagementImpl;
import org.restcomm.protocols.ss7.indicator.RoutingIndicator;
import org.restcomm.protocols.ss7.m3ua.ExchangeType;
import org.restcomm.protocols.ss7.m3ua.Functionality;
import org.restcomm.protocols.ss7.m3ua.impl.NonPersistentM3UAManagementImpl;
import org.restcomm.protocols.ss7.m3ua.impl.parameter.ParameterFactoryImpl;
import org.restcomm.protocols.ss7.m3ua.parameter.TrafficModeType;
import org.restcomm.protocols.ss7.map.MAPProviderImpl;
import org.restcomm.protocols.ss7.sccp.impl.NonPersistentSccpStackImpl;
import org.restcomm.protocols.ss7.sccp.impl.SccpRoutingCtxInterface;
import org.restcomm.protocols.ss7.sccp.impl.Ss7ExtSccpDetailedInterfaceDefault;
import org.restcomm.protocols.ss7.sccp.impl.message.SccpAddressedMessageImpl;
import org.restcomm.protocols.ss7.sccp.impl.parameter.SccpAddressImpl;
import org.restcomm.protocols.ss7.sccp.parameter.SccpAddress;
import org.restcomm.protocols.ss7.ss7ext.Ss7ExtInterfaceDefault;
import org.restcomm.protocols.ss7.ss7ext.Ss7ExtSccpInterface;
import org.restcomm.protocols.ss7.tcap.NonPersistentTCAPStackImpl;
import org.restcomm.protocols.ss7.tcap.TCAPProviderImpl;

/**
 * jSS7 with its own transport and nothing of the hub's: a responder that answers every sendRoutingInfoForSM and every
 * forwardSM at once, on the thread that decoded it. What it can do is what the hub could do at most.
 */
public final class BareResponder {

    static final int POINT_CODE = 1;
    static final int PEER_POINT_CODE = 2;
    private static final int NATIONAL = 2;
    private static final long ROUTING_CONTEXT = 101;
    private static final Duration CONNECTION_POLL = Duration.ofMillis(5);
    private static final int HLR = 6;
    private static final int MSC = 8;
    private static final int MAX_DIALOGUES = 60_000;
    private static final String NAME = "bare";

    private BareResponder() {}

    /** @param arguments the port to listen on, the peer's port */
    public static void main(String[] arguments) throws Exception {
        NonPersistentManagementImpl transport = new NonPersistentManagementImpl(NAME);
        transport.start();
        transport.removeAllResourses();
        transport.addServer(NAME, "127.0.0.1", Integer.parseInt(arguments[0]), IpChannelType.TCP, null);
        transport.addServerAssociation("127.0.0.1", Integer.parseInt(arguments[1]), NAME, NAME, IpChannelType.TCP);
        transport.startServer(NAME);
        NonPersistentM3UAManagementImpl m3ua = m3ua(transport);
        NonPersistentSccpStackImpl sccp = sccp(m3ua);
        NonPersistentTCAPStackImpl tcap = new NonPersistentTCAPStackImpl(NAME, sccp.getSccpProvider(), MSC);
        tcap.setExtraSsns(List.of(HLR));
        tcap.start();
        tcap.setMaxDialogs(MAX_DIALOGUES);
        removeCancelledTimers(tcap);
        MAPProviderImpl map = new MAPProviderImpl(NAME, tcap.getProvider());
        BareAnswers answers = new BareAnswers(map.getMAPParameterFactory());
        map.addMAPDialogListener(answers);
        map.getMAPServiceSms().addMAPServiceListener(answers);
        map.getMAPServiceSms().acivate();
        map.start();
        m3ua.startAsp(NAME);
        System.out.println("ready");
        sendAtOnce(transport.getAssociation(NAME));
        Thread.currentThread().join();
    }

    private static NonPersistentM3UAManagementImpl m3ua(NonPersistentManagementImpl transport) throws Exception {
        NonPersistentM3UAManagementImpl m3ua = new NonPersistentM3UAManagementImpl(NAME, NAME, new Translation());
        m3ua.setTransportManagement(transport);
        m3ua.setDeliveryMessageThreadCount(Math.max(2, Runtime.getRuntime().availableProcessors()));
        m3ua.start();
        ParameterFactoryImpl parameters = new ParameterFactoryImpl();
        m3ua.createAs(
                NAME,
                Functionality.SGW,
                ExchangeType.SE,
                null,
                parameters.createRoutingContext(new long[] {ROUTING_CONTEXT}),
                parameters.createTrafficModeType(TrafficModeType.Loadshare),
                1,
                null);
        m3ua.createAspFactory(NAME, NAME, false);
        m3ua.assignAspToAs(NAME, NAME);
        m3ua.addRoute(PEER_POINT_CODE, -1, -1, NAME, TrafficModeType.Loadshare);
        return m3ua;
    }

    private static NonPersistentSccpStackImpl sccp(NonPersistentM3UAManagementImpl m3ua) throws Exception {
        NonPersistentSccpStackImpl sccp = new NonPersistentSccpStackImpl(NAME, new Translation());
        sccp.setMtp3UserPart(1, m3ua);
        sccp.start();
        sccp.getRouter().addMtp3ServiceAccessPoint(1, 1, POINT_CODE, NATIONAL, 0, null);
        sccp.getSccpResource().addRemoteSpc(1, PEER_POINT_CODE, 0, 0);
        sccp.getSccpResource().addRemoteSsn(1, PEER_POINT_CODE, MSC, 0, false);
        sccp.getRouter().addMtp3Destination(1, 1, PEER_POINT_CODE, PEER_POINT_CODE, 0, 255, 255);
        return sccp;
    }

    /** As the hub does: otherwise cancelled timers stay queued, and half of the speed is lost. */
    private static void removeCancelledTimers(NonPersistentTCAPStackImpl tcap) throws ReflectiveOperationException {
        Field executor = TCAPProviderImpl.class.getDeclaredField("_EXECUTOR");
        executor.setAccessible(true);
        ((ScheduledThreadPoolExecutor) executor.get(tcap.getProvider())).setRemoveOnCancelPolicy(true);
    }

    /**
     * jSS7's transport leaves Nagle's algorithm on, which holds answers back at low rates and would flatter the hub.
     */
    private static void sendAtOnce(Association association) throws Exception {
        Awaitility.await()
                .pollInterval(CONNECTION_POLL)
                .atMost(Duration.ofMinutes(2))
                .until(association::isConnected);
        Field channel = AssociationImpl.class.getDeclaredField("socketChannelTcp");
        channel.setAccessible(true);
        ((SocketChannel) channel.get(association)).setOption(StandardSocketOptions.TCP_NODELAY, true);
    }

    /** Every title that arrives is local, every one that leaves is the peer's. */
    private static final class Translation extends Ss7ExtInterfaceDefault {

        @Override
        public Ss7ExtSccpInterface getSs7ExtSccpInterface() {
            return new Ss7ExtSccpDetailedInterfaceDefault() {
                @Override
                public void translationFunction(SccpRoutingCtxInterface context, SccpAddressedMessageImpl message)
                        throws Exception {
                    SccpAddress called = message.getCalledPartyAddress();
                    SccpAddress translated = new SccpAddressImpl(
                            RoutingIndicator.ROUTING_BASED_ON_GLOBAL_TITLE,
                            called.getGlobalTitle(),
                            message.getIsMtpOriginated() ? POINT_CODE : PEER_POINT_CODE,
                            called.getSubsystemNumber());
                    translated.setTranslated(true);
                    message.setCalledPartyAddress(translated);
                    context.routeAddressed(message);
                }

                @Override
                public int findDpsForAddresses(SccpAddress called, SccpAddress calling, int networkId) {
                    return PEER_POINT_CODE;
                }
            };
        }
    }
}
