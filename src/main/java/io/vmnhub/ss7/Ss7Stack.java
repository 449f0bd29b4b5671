// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import io.vmnhub.ss7.api.Ss7Events;
import io.vmnhub.ss7.api.Ss7Settings;
import io.vmnhub.ss7.api.Ss7Status;
import io.vmnhub.ss7.m3ua.M3ua;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.restcomm.protocols.ss7.ss7ext.Ss7ExtInterfaceDefault;
import org.restcomm.protocols.ss7.ss7ext.Ss7ExtSccpInterface;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The signalling stack: SIGTRAN transport, M3UA, SCCP, TCAP and MAP, wired as the settings say.
 *
 * <ol>
 *   <li>{@link #start()} listens and connects; application servers become active when their peers do.
 *   <li>{@link #handle} says who takes an operation's invokes; {@link #call} opens dialogues.
 *   <li>{@link #drain()}: new dialogues are refused, open ones get their answers; then the processes become inactive
 *       and down, and the links close. {@link #stop()} does the same and ends it all after {@code drainTimeout}.
 * </ol>
 *
 * Thread-safe, except that start and stop are each called once.
 */
public final class Ss7Stack implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Ss7Stack.class);
    private static final int HLR = 6;
    private static final int MSC = 8;
    private static final int INVOKE_TIMEOUT_MARGIN_MILLIS = 1_000;

    /** What a link needs to close when its peer acknowledges, out of the time for draining. */
    private static final Duration TO_LEAVE = Duration.ofSeconds(1);
    /**
     * How long a dialogue may lack an invoke before it is not waited for: one of several messages may be on its way.
     */
    private static final Duration FOR_SILENT_DIALOGUES = Duration.ofSeconds(3);

    private static final Duration LONGEST_DRAIN_OF_A_LINK = Duration.ofSeconds(10);

    private final String name;
    private final Ss7Events events;
    private final SccpTranslation translation;
    private final M3ua m3ua;
    private final SccpDestinations destinations;
    private volatile Ss7Settings settings;
    private CompletableFuture<Void> closing;
    private long drainedAt;
    private SccpLayer sccp;
    private TcapLayer tcap;
    private MapLayer map;
    private OpenDialogues dialogues;
    private IncomingDialogues incoming;
    private OutgoingDialogues outgoing;

    /** @param name tells two stacks of one process apart in logs and thread names */
    public Ss7Stack(String name, Ss7Settings settings, Ss7Events events) throws Ss7Exception {
        this.name = name;
        this.settings = settings;
        this.events = events;
        translation = new SccpTranslation(
                settings, new GlobalTitleTranslation(settings.globalTitleTranslation()), pointCodes(settings), events);
        try {
            Ss7ExtInterfaceDefault extension = new Ss7ExtInterfaceDefault() {
                @Override
                public Ss7ExtSccpInterface getSs7ExtSccpInterface() {
                    return translation;
                }
            };
            m3ua = new M3ua(name, settings, events);
            sccp = new SccpLayer(name, extension, settings, translation, events);
            destinations = new SccpDestinations(sccp);
            build();
        } catch (Exception e) {
            throw new Ss7Exception("the signalling stack cannot be built: " + e.getMessage(), e);
        }
    }

    private static Set<Integer> pointCodes(Ss7Settings settings) {
        Set<Integer> pointCodes = new LinkedHashSet<>();
        settings.applicationServers().forEach(server -> pointCodes.addAll(server.pointCodes()));
        return pointCodes;
    }

    private void build() throws Exception {
        sccp.setMtp3UserPart(1, m3ua.userPart());
        sccp.start();
        sccp.getRouter()
                .addMtp3ServiceAccessPoint(
                        SccpDestinations.SERVICE_ACCESS_POINT,
                        1,
                        settings.pointCode(),
                        settings.networkIndicator(),
                        0,
                        null);
        destinations.become(pointCodes(settings));
        UnitdataSender unitdata =
                new UnitdataSender(sccp, translation, settings.pointCode(), settings.networkIndicator());
        tcap = new TcapLayer(
                name, sccp.getSccpProvider(), MSC, new DialogueOrigin(settings.checkCallingTitle()), unitdata, events);
        tcap.setExtraSsns(List.of(HLR));
        tcap.start();
        tcap.setMaxDialogs(settings.maxDialogues() + settings.maxDialogues() / 4 + 1_000);
        tcap.setInvokeTimeout(1); // which must never exceed the idle timeout, not even while they are set
        tcap.setDialogIdleTimeout(settings.dialogueIdleTimeout().toMillis());
        tcap.setInvokeTimeout(Math.max(1, settings.dialogueIdleTimeout().toMillis() - INVOKE_TIMEOUT_MARGIN_MILLIS));
        map = new MapLayer(name, tcap.getProvider(), events);
        MapErrors errors = new MapErrors(map.getMAPErrorMessageFactory());
        Reachability reachability = new Reachability(m3ua, sccp, translation);
        dialogues = new OpenDialogues(settings.maxDialogues());
        incoming = new IncomingDialogues(
                dialogues,
                new AnswerEncoding(map.getMAPParameterFactory(), errors),
                new DialogueEnd(tcap),
                tcap.getProvider().getComponentPrimitiveFactory()::createProblem,
                events,
                reachability);
        outgoing =
                new OutgoingDialogues(map.getMAPServiceSms(), new InvokeEncoding(map.getMAPParameterFactory()), errors);
        tcap.getProvider().addTCListener(new InvokeObserver(map, incoming));
        map.addMAPDialogListener(incoming);
        map.addMAPDialogListener(outgoing);
        map.getMAPServiceSms().addMAPServiceListener(incoming);
        map.getMAPServiceSms().addMAPServiceListener(outgoing);
        map.getMAPServiceSms().acivate();
        sccp.receiver(new ShortDialogues(dialogues, incoming, tcap, unitdata, translation, reachability)::take);
    }

    /** Who takes the invokes of {@code operation} from now on; there is one at a time. */
    public void handle(MapOperation operation, MapHandler handler) {
        incoming.handle(operation, handler);
    }

    /**
     * Invokes of {@code operation} are answered with a temporary error until somebody takes them; nothing changes when
     * another one than {@code handler} takes them by now.
     */
    public void forget(MapOperation operation, MapHandler handler) {
        incoming.forget(operation, handler);
    }

    /**
     * Listens and connects. Peers that cannot be reached yet are not an error.
     *
     * @throws Ss7Exception when an address cannot be listened on
     */
    public void start() throws Ss7Exception {
        try {
            map.start();
            m3ua.open();
        } catch (Exception e) {
            throw new Ss7Exception(e.getMessage(), e);
        }
    }

    /**
     * Opens a dialogue and sends the call's requests.
     *
     * @return one answer for each request; never completes exceptionally. It is completed on a signalling thread: what
     *     depends on it must not block
     */
    public CompletableFuture<List<MapAnswer>> call(MapCall call) {
        return outgoing.call(call);
    }

    /**
     * The hub's own title for a subsystem.
     *
     * @param subsystem 6 for HLR, 8 for MSC
     */
    public String globalTitle(int subsystem) {
        return subsystem == HLR ? settings.hlrGlobalTitle() : settings.mscGlobalTitle();
    }

    public Ss7Status status() {
        return new Ss7Status(
                m3ua.associationStatus(), m3ua.applicationServerStatus(), dialogues.count(), settings.maxDialogues());
    }

    /**
     * Binds the addresses that {@code changed} listens on, ahead of {@link #apply}.
     *
     * @throws Ss7Exception names the address that cannot be listened on; then everything is as it was
     */
    public synchronized void listen(Ss7Settings changed) throws Ss7Exception {
        try {
            m3ua.listen(changed);
        } catch (IOException e) {
            throw new Ss7Exception(e.getMessage(), e);
        }
    }

    /**
     * Takes associations out of service, side by side, that {@link #apply} is about to remove or to open anew.
     *
     * @return completed when they have closed
     */
    public CompletableFuture<Void> withdraw(List<String> associations, String cause) {
        return CompletableFuture.allOf(associations.stream()
                .map(one -> m3ua.withdraw(one, cause, patience(), () -> dialogues.count() == 0))
                .toArray(CompletableFuture[]::new));
    }

    private Duration patience() {
        return settings.drainTimeout().compareTo(LONGEST_DRAIN_OF_A_LINK) < 0
                ? settings.drainTimeout()
                : LONGEST_DRAIN_OF_A_LINK;
    }

    /**
     * Changes associations, application servers and global title translation to those of {@code changed}. What is the
     * same there goes on untouched.
     *
     * @return the keys that have changed and cannot change while the stack runs
     * @throws Ss7Exception when an address cannot be listened on; then everything is as it was
     */
    public synchronized List<String> apply(Ss7Settings changed) throws Ss7Exception {
        Set<Integer> both = pointCodes(settings);
        both.addAll(pointCodes(changed));
        try {
            destinations.become(both);
            try {
                m3ua.apply(changed);
            } catch (IOException e) {
                destinations.become(pointCodes(settings));
                throw new Ss7Exception(e.getMessage(), e);
            }
            translation.change(new GlobalTitleTranslation(changed.globalTitleTranslation()), pointCodes(changed));
            destinations.become(pointCodes(changed));
        } catch (Ss7Exception e) {
            throw e;
        } catch (Exception e) {
            throw new Ss7Exception("the signalling stack cannot change: " + e.getMessage(), e);
        } finally {
            m3ua.resume();
        }
        List<String> later = settings.differencesThatNeedARestart(changed);
        settings = settings.withLinks(changed);
        return later;
    }

    /**
     * Takes an association out of service: the peer is asked to send no more, what is open gets its answers, over other
     * associations where there are some, and the association closes. It stays closed until {@link #unlock} or a
     * restart.
     *
     * @return completed when it has closed
     * @throws IllegalArgumentException when there is no such association
     */
    public CompletableFuture<Void> lock(String association) {
        return lock(association, true);
    }

    /**
     * As {@link #lock(String)}.
     *
     * @param drain false closes it at once: what is open over it loses its answers
     */
    public CompletableFuture<Void> lock(String association, boolean drain) {
        return m3ua.lock(association, drain ? patience() : Duration.ZERO, () -> !drain || dialogues.count() == 0);
    }

    /**
     * Puts an association into service that was locked.
     *
     * @throws IllegalArgumentException when there is no such association
     */
    public void unlock(String association) {
        m3ua.unlock(association);
    }

    /**
     * From now on new dialogues are refused; open ones get their answers. As soon as none is to be given the peers are
     * told to send elsewhere, and the links close; dialogues in which the peer is silent are not waited for long. As
     * long as there are answers to give, the processes stay active: from others an STP takes nothing.
     */
    public synchronized void drain() {
        if (closing == null) {
            dialogues.drain();
            long begun = System.nanoTime();
            drainedAt = begun + settings.drainTimeout().toNanos();
            closing = m3ua.close(settings.drainTimeout().minus(TO_LEAVE), () -> isIdle(begun));
        }
    }

    private boolean isIdle(long drainingSince) {
        return dialogues.count() == 0
                || dialogues.unanswered() == 0 && System.nanoTime() - drainingSince > FOR_SILENT_DIALOGUES.toNanos();
    }

    /** Drains and closes everything; see the class. What began to drain before is closed when its time is over. */
    public void stop() {
        drain();
        await(closing::isDone, (drainedAt - System.nanoTime()) / 1_000_000);
        if (dialogues.count() > 0) {
            LOG.warn(
                    "{} dialogues are still open, {} invokes unanswered; their peers time them out",
                    dialogues.count(),
                    dialogues.unanswered());
        }
        map.getMAPServiceSms().deactivate();
        map.stop();
        tcap.stop();
        sccp.stop();
        m3ua.stop();
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
