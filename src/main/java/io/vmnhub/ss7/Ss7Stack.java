package io.vmnhub.ss7;

import io.vmnhub.ss7.Ss7Status.AssociationStatus;
import io.vmnhub.ss7.transport.SigtranTransport;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.restcomm.protocols.ss7.sccp.LongMessageRuleType;
import org.restcomm.protocols.ss7.ss7ext.Ss7ExtInterfaceDefault;
import org.restcomm.protocols.ss7.ss7ext.Ss7ExtSccpInterface;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The signalling stack: SIGTRAN transport, M3UA, SCCP, TCAP and MAP, wired as the settings say.
 *
 * <ol>
 * <li>{@link #start()} listens and connects; application servers become active when their peers do.
 * <li>{@link #handle} says who takes an operation's invokes; {@link #call} opens dialogues.
 * <li>{@link #stop()} drains: new dialogues are refused, open ones get their answers, at most {@code drainTimeout} long; then
 * the processes become inactive and down, and the links close.
 * </ol>
 * Thread-safe, except that start and stop are each called once.
 */
public final class Ss7Stack implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Ss7Stack.class);
    private static final int HLR = 6;
    private static final int MSC = 8;
    /** SSNs that a peer may route to by point code: MAP's own (6 to 10, 12, 14 of Q.713) and those around them. */
    private static final int[] REMOTE_SUBSYSTEMS = {5, 6, 7, 8, 9, 10, 11, 12, 14};
    private static final int INVOKE_TIMEOUT_MARGIN_MILLIS = 1_000;

    private final Ss7Settings settings;
    private final Ss7Events events;
    private final Set<Integer> pointCodes = new LinkedHashSet<>();
    private final SccpTranslation translation;
    private final M3uaLayer m3ua;
    private final SigtranTransport transport;
    private volatile IntSupplier backlog = () -> 0;
    private SccpLayer sccp;
    private TcapLayer tcap;
    private MapLayer map;
    private IncomingDialogues incoming;
    private OutgoingDialogues outgoing;

    /** @param name tells two stacks of one process apart in logs and thread names */
    public Ss7Stack(String name, Ss7Settings settings, Ss7Events events) throws Ss7Exception {
        this.settings = settings;
        this.events = events;
        settings.applicationServers().forEach(server -> pointCodes.addAll(server.pointCodes()));
        translation = new SccpTranslation(settings, new GlobalTitleTranslation(settings.globalTitleTranslation()), pointCodes, events);
        transport = new SigtranTransport(settings, () -> backlog.getAsInt(), events);
        try {
            Ss7ExtInterfaceDefault extension = new Ss7ExtInterfaceDefault() {
                @Override
                public Ss7ExtSccpInterface getSs7ExtSccpInterface() {
                    return translation;
                }
            };
            m3ua = new M3uaLayer(name, settings, extension);
            m3ua.setTransportManagement(transport.management());
            m3ua.addM3UAManagementEventListener(new StateEvents(events));
            sccp = new SccpLayer(name, extension, settings, translation, events);
            build();
        } catch (Exception e) {
            throw new Ss7Exception("the signalling stack cannot be built: " + e.getMessage(), e);
        }
    }

    private void build() throws Exception {
        m3ua.start();
        backlog = Jss7Internals.deliveryBacklog(m3ua);
        m3ua.createApplicationServers();
        sccp.setMtp3UserPart(1, m3ua);
        sccp.start();
        sccp.getRouter().addMtp3ServiceAccessPoint(1, 1, settings.pointCode(), settings.networkIndicator(), 0, null);
        int id = 0;
        for (int pointCode : pointCodes) {
            id++;
            sccp.getSccpResource().addRemoteSpc(id, pointCode, 0, 0);
            sccp.getRouter().addMtp3Destination(1, id, pointCode, pointCode, 0, 255, 255);
            sccp.getRouter().addLongMessageRule(id, pointCode, pointCode, LongMessageRuleType.XUDT_ENABLED);
            for (int subsystem : REMOTE_SUBSYSTEMS) {
                sccp.getSccpResource().addRemoteSsn(id * 256 + subsystem, pointCode, subsystem, 0, false);
            }
        }
        tcap = new TcapLayer(m3ua.getName(), sccp.getSccpProvider(), MSC, new DialogueOrigin(settings.checkCallingTitle()), events);
        tcap.setExtraSsns(List.of(HLR));
        tcap.start();
        Jss7Internals.removeCancelledTimers(tcap.getProvider());
        tcap.setMaxDialogs(settings.maxDialogues() + settings.maxDialogues() / 4 + 1_000);
        tcap.setInvokeTimeout(1); // which must never exceed the idle timeout, not even while they are set
        tcap.setDialogIdleTimeout(settings.dialogueIdleTimeout().toMillis());
        tcap.setInvokeTimeout(Math.max(1, settings.dialogueIdleTimeout().toMillis() - INVOKE_TIMEOUT_MARGIN_MILLIS));
        map = new MapLayer(m3ua.getName(), tcap.getProvider(), events);
        MapErrors errors = new MapErrors(map.getMAPErrorMessageFactory());
        incoming = new IncomingDialogues(new AnswerEncoding(map.getMAPParameterFactory(), errors),
                tcap.getProvider().getComponentPrimitiveFactory()::createProblem, settings.maxDialogues(), events,
                new Reachability(m3ua, sccp, translation));
        outgoing = new OutgoingDialogues(map.getMAPServiceSms(), new InvokeEncoding(map.getMAPParameterFactory()), errors);
        tcap.getProvider().addTCListener(new InvokeObserver(map, incoming));
        map.addMAPDialogListener(incoming);
        map.addMAPDialogListener(outgoing);
        map.getMAPServiceSms().addMAPServiceListener(incoming);
        map.getMAPServiceSms().addMAPServiceListener(outgoing);
        map.getMAPServiceSms().acivate();
    }

    /** Who takes the invokes of {@code operation} from now on; there is one at a time. */
    public void handle(MapOperation operation, MapHandler handler) {
        incoming.handle(operation, handler);
    }

    /** Invokes of {@code operation} are answered with a temporary error until somebody takes them. */
    public void forget(MapOperation operation) {
        incoming.forget(operation);
    }

    /**
     * Listens and connects. Peers that cannot be reached yet are no error.
     *
     * @throws Ss7Exception when an address cannot be listened on
     */
    public void start() throws Ss7Exception {
        try {
            map.start();
            transport.listen();
            m3ua.startProcesses();
        } catch (Exception e) {
            throw new Ss7Exception(e.getMessage(), e);
        }
    }

    /**
     * Opens a dialogue and sends the call's requests.
     *
     * @return one answer for each request; never completes exceptionally. It is completed on a signalling thread: what depends
     *         on it must not block
     */
    public CompletableFuture<List<MapAnswer>> call(MapCall call) {
        return outgoing.call(call);
    }

    /** The hub's own title for a subsystem. @param subsystem 6 for HLR, 8 for MSC */
    public String globalTitle(int subsystem) {
        return subsystem == HLR ? settings.hlrGlobalTitle() : settings.mscGlobalTitle();
    }

    public Ss7Status status() {
        List<AssociationStatus> associations = new ArrayList<>();
        transport.connected().forEach((name, connected) -> associations.add(new AssociationStatus(name, connected)));
        return new Ss7Status(associations, m3ua.status(), incoming.open(), settings.maxDialogues());
    }

    /** From now on new dialogues are refused; open ones go on. */
    public void drain() {
        incoming.drain();
    }

    /** Drains and closes everything; see the class. Blocks for at most the drain timeout and a few seconds more. */
    public void stop() {
        drain();
        if (!await(() -> incoming.open() == 0, settings.drainTimeout().toMillis())) {
            LOG.warn("{} dialogues are still open after {}; they are left to their peers", incoming.open(), settings.drainTimeout());
        }
        new ProcessShutdown(m3ua).run();
        await(() -> transport.connected().values().stream().noneMatch(Boolean::booleanValue), 2_000);
        map.getMAPServiceSms().deactivate();
        map.stop();
        tcap.stop();
        sccp.stop();
        transport.stop();
        try {
            m3ua.stop();
        } catch (Exception e) {
            LOG.warn("M3UA did not stop cleanly: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        stop();
    }

    private static boolean await(BooleanSupplier condition, long millis) {
        long until = System.nanoTime() + millis * 1_000_000;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - until > 0) {
                return false;
            }
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }
}
