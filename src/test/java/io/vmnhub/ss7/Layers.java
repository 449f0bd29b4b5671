// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import io.vmnhub.ss7.api.Ss7Settings;
import io.vmnhub.ss7.m3ua.M3ua;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.restcomm.protocols.ss7.mtp.Mtp3;
import org.restcomm.protocols.ss7.mtp.Mtp3TransferPrimitive;
import org.restcomm.protocols.ss7.ss7ext.Ss7ExtInterfaceDefault;
import org.restcomm.protocols.ss7.ss7ext.Ss7ExtSccpInterface;

/**
 * SCCP, TCAP and MAP as {@link Ss7Stack} wires them, over an MTP that keeps what is sent: what arrives is answered
 * before {@link #receive} returns. The hub is point code 1, the peers are 2 and 3.
 */
final class Layers implements AutoCloseable {

    static final Set<Integer> PEERS = Set.of(2, 3);

    private final Ss7Settings settings =
            TestSettings.hub(Ss7Settings.Protocol.TCP, Ss7Settings.Side.SERVER, Ss7Settings.Role.SGP, 2905, 0);
    private final RecordedEvents events = new RecordedEvents();
    private final RecordingMtp mtp = new RecordingMtp();
    private final M3ua m3ua = new M3ua("layers", settings, events);
    private final SccpLayer sccp;
    private final TcapLayer tcap;
    private final MapLayer map;
    final OpenDialogues dialogues = new OpenDialogues(10_000);
    final IncomingDialogues incoming;
    final UnitdataSender unitdata;

    /**
     * Builds them.
     *
     * @param direct false has jSS7 decode and encode everything
     */
    Layers(boolean direct) throws Exception {
        this(direct, Duration.ofSeconds(60));
    }

    /** @param idle after this long a dialogue is aborted */
    Layers(boolean direct, Duration idle) throws Exception {
        GlobalTitleTranslation rules = new GlobalTitleTranslation(
                List.of(TestSettings.local("*"), TestSettings.toPointCode("49*", 3), TestSettings.toPointCode("*", 2)));
        SccpTranslation translation = new SccpTranslation(settings, rules, PEERS, events);
        sccp = new SccpLayer(
                "layers",
                new Ss7ExtInterfaceDefault() {
                    @Override
                    public Ss7ExtSccpInterface getSs7ExtSccpInterface() {
                        return translation;
                    }
                },
                settings,
                translation,
                events);
        sccp.setMtp3UserPart(1, mtp);
        sccp.start();
        sccp.getRouter()
                .addMtp3ServiceAccessPoint(
                        SccpDestinations.SERVICE_ACCESS_POINT, 1, 1, settings.networkIndicator(), 0, null);
        new SccpDestinations(sccp).become(PEERS);
        unitdata = new UnitdataSender(
                sccp,
                direct ? translation : new SccpTranslation(settings, rules, Set.of(), events),
                1,
                settings.networkIndicator());
        tcap = new TcapLayer("layers", sccp.getSccpProvider(), 8, new DialogueOrigin(true), unitdata, events);
        tcap.setExtraSsns(List.of(6));
        tcap.start();
        tcap.setInvokeTimeout(1);
        tcap.setDialogIdleTimeout(idle.toMillis());
        tcap.setStatisticsEnabled(!direct);
        map = new MapLayer("layers", tcap.getProvider(), events);
        Reachability reachability = new Reachability(m3ua, sccp, translation);
        incoming = new IncomingDialogues(
                dialogues,
                new AnswerEncoding(map.getMAPParameterFactory(), new MapErrors(map.getMAPErrorMessageFactory())),
                new DialogueEnd(tcap),
                tcap.getProvider().getComponentPrimitiveFactory()::createProblem,
                events,
                reachability);
        tcap.getProvider().addTCListener(new InvokeObserver(map, incoming));
        map.addMAPDialogListener(incoming);
        map.getMAPServiceSms().addMAPServiceListener(incoming);
        map.getMAPServiceSms().acivate();
        map.start();
        if (direct) {
            sccp.receiver(new ShortDialogues(dialogues, incoming, tcap, unitdata, translation, reachability)::take);
        }
    }

    /** An SCCP message from a point code; what is sent because of it. */
    List<Mtp3TransferPrimitive> receive(byte[] message, int pointCode, int sls) {
        sccp.onMtp3TransferMessage(mtp.getMtp3TransferPrimitiveFactory()
                .createMtp3TransferPrimitive(
                        Mtp3._SI_SERVICE_SCCP, settings.networkIndicator(), 0, pointCode, 1, sls, message));
        return mtp.take();
    }

    /** What has been sent besides. */
    List<Mtp3TransferPrimitive> sent() {
        return mtp.take();
    }

    /** What was refused since the beginning, sorted: TCAP reports on threads of its own. */
    List<String> refused() {
        return events.lines().stream()
                .filter(line -> line.startsWith("message refused"))
                .sorted()
                .toList();
    }

    /** The dialogues that TCAP keeps. */
    int dialogues() {
        return tcap.getProvider().getCurrentDialogsCount();
    }

    /** The timers of TCAP's dialogues, with the one that it always has. */
    long timers() {
        return tcap.timers();
    }

    @Override
    public void close() {
        map.stop();
        tcap.stop();
        sccp.stop();
        m3ua.stop();
    }
}
