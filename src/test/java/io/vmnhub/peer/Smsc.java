// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer;

import io.vmnhub.peer.capture.Capture;
import io.vmnhub.peer.m3ua.Answers;
import io.vmnhub.peer.m3ua.LinkSettings;
import io.vmnhub.peer.m3ua.SignallingLink;
import io.vmnhub.peer.map.ApplicationContext;
import io.vmnhub.peer.map.Arguments;
import io.vmnhub.peer.map.Operation;
import io.vmnhub.peer.sccp.PartyAddress;
import io.vmnhub.peer.transport.SctpTransport;
import io.vmnhub.peer.transport.TcpTransport;
import io.vmnhub.peer.transport.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An SMSC for tests, over one or more associations.
 *
 * <pre>{@code
 * try (Smsc smsc = Smsc.tcpClient("127.0.0.1", port).asAsp(101).capture(file).open()) {
 *     smsc.activate();
 *     String imsi = smsc.sriSm(3, "447700900001").imsi();
 *     Answer answer = smsc.forwardSm(3, imsi, SmsDeliverTpdu.from("447700900123").gsm7("Hello").encode());
 *     smsc.assertNothingWrong();
 * }
 * }</pre>
 *
 * <p>Thread-safe. Futures complete on the thread that reads the link, so what hangs on them must not block.
 */
public final class Smsc implements AutoCloseable {

    private static final Duration LINK_TIMEOUT = Duration.ofSeconds(15);

    private final SmscSettings settings;
    private final LinkSettings linkSettings;
    private final SmscBuilder.Connector connector;
    private final Answers answers;
    private final Optional<Capture> capture;
    private final List<SignallingLink> links = new CopyOnWriteArrayList<>();
    private final Signalling signalling;
    private final Transactions transactions;
    private volatile Optional<Transport.Listener> listener = Optional.empty();

    Smsc(
            SmscSettings settings,
            LinkSettings linkSettings,
            SmscBuilder.Connector connector,
            Answers answers,
            Optional<Capture> capture) {
        this.answers = answers;
        this.settings = settings;
        this.linkSettings = linkSettings;
        this.connector = connector;
        this.capture = capture;
        signalling = new Signalling(settings, linkSettings, links);
        transactions = new Transactions(settings, signalling);
    }

    public static SmscBuilder tcpClient(String host, int port) {
        return new SmscBuilder(opened -> {
            opened.accept(TcpTransport.connect(null, new InetSocketAddress(host, port), 10_000));
            return Optional.empty();
        });
    }

    /** Without a link of its own: it gets them by {@link #attach}. */
    public static SmscBuilder withoutLinks() {
        return new SmscBuilder(opened -> Optional.empty());
    }

    /** From a given local address and port, for a hub that knows its peers by them. */
    public static SmscBuilder tcpClient(InetSocketAddress local, InetSocketAddress remote) {
        return new SmscBuilder(opened -> {
            opened.accept(TcpTransport.connect(local, remote, 10_000));
            return Optional.empty();
        });
    }

    /** Listens on loopback; port 0 takes a free one, {@link #port()} tells which. */
    public static SmscBuilder tcpServer(int port) {
        return new SmscBuilder(opened -> Optional.of(
                TcpTransport.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), opened)));
    }

    /** From several local addresses; local port 0 takes a free one. */
    public static SmscBuilder sctpClient(List<String> locals, int localPort, String host, int port) {
        return new SmscBuilder(opened -> {
            opened.accept(SctpTransport.connect(addresses(locals), localPort, new InetSocketAddress(host, port)));
            return Optional.empty();
        });
    }

    public static SmscBuilder sctpServer(List<String> locals, int port) {
        return new SmscBuilder(opened -> Optional.of(SctpTransport.listen(addresses(locals), port, opened)));
    }

    private static List<InetAddress> addresses(List<String> names) {
        return names.stream()
                .map(name -> {
                    try {
                        return InetAddress.getByName(name);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toList();
    }

    void connect() throws IOException {
        listener = connector.connect(this::opened);
    }

    private void opened(Transport transport) {
        attach(transport, answers);
    }

    /** Takes a link that something else opened, an {@link Stp} for one. */
    public SignallingLink attach(Transport transport, Answers answering) {
        SignallingLink link = new SignallingLink(linkSettings, transport, signalling, answering, capture);
        links.removeIf(known -> !known.isOpen());
        links.add(link);
        link.start();
        signalling.linksChanged();
        return link;
    }

    /** A client's further (or again its first) association; the links that ended are forgotten. */
    public SignallingLink reconnect() throws IOException {
        links.removeIf(link -> !link.isOpen());
        connector.connect(this::opened);
        return links.get(links.size() - 1);
    }

    /** Activates all links; a server first waits for the hub to come. */
    public Smsc activate() {
        awaitLinks(1, LINK_TIMEOUT);
        links.stream().filter(SignallingLink::isOpen).forEach(link -> link.activate(LINK_TIMEOUT));
        return this;
    }

    /** Waits until that many associations are open. */
    public void awaitLinks(int count, Duration timeout) {
        signalling.awaitLinks(count, timeout);
    }

    /** Waits until the newest of the open links is active, for hubs that come back by themselves. */
    public void awaitActive(Duration timeout) {
        signalling.awaitActive(timeout);
    }

    /** The local port of a server. */
    public int port() {
        return listener.orElseThrow().port();
    }

    /** The newest link. */
    public SignallingLink link() {
        return links.get(links.size() - 1);
    }

    public List<SignallingLink> links() {
        return List.copyOf(links);
    }

    /** sendRoutingInfoForSM in a dialogue of its own, to the VMN itself as called title. */
    public Answer sriSm(int version, String msisdn) {
        return sriSmAsync(version, msisdn).join();
    }

    public CompletableFuture<Answer> sriSmAsync(int version, String msisdn) {
        Dialogue dialogue =
                dialogue(ApplicationContext.shortMsgGateway(version)).to(PartyAddress.title(msisdn, 6));
        CompletableFuture<Answer> answer = dialogue.invoke(
                Operation.SEND_ROUTING_INFO_FOR_SM, Arguments.routingInfoForSm(msisdn, true, settings.globalTitle()));
        dialogue.send();
        return answer;
    }

    /** mt-ForwardSM (version 3) or forwardSM (versions 2 and 1) in a dialogue of its own, to the hub's MSC title. */
    public Answer forwardSm(int version, String imsi, byte[] tpdu) {
        return forwardSmAsync(version, imsi, tpdu).join();
    }

    public CompletableFuture<Answer> forwardSmAsync(int version, String imsi, byte[] tpdu) {
        return mtDialogue(version).forwardSm(imsi, tpdu, false);
    }

    /** reportSM-DeliveryStatus in a dialogue of its own; diagnostic -1 for none. */
    public Answer reportSmDeliveryStatus(
            int version, String msisdn, Arguments.DeliveryOutcome outcome, int diagnostic) {
        Dialogue dialogue =
                dialogue(ApplicationContext.shortMsgGateway(version)).to(PartyAddress.title(msisdn, 6));
        CompletableFuture<Answer> answer = dialogue.invoke(
                Operation.REPORT_SM_DELIVERY_STATUS,
                Arguments.reportSmDeliveryStatus(version, msisdn, settings.globalTitle(), outcome, diagnostic));
        dialogue.send();
        return answer.join();
    }

    /**
     * A dialogue that delivers to the hub's MSC: shortMsgMT-Relay, but shortMsgMO-Relay in version 1. Nothing is sent
     * yet.
     */
    public Dialogue mtDialogue(int version) {
        return dialogue(
                version == 1 ? ApplicationContext.shortMsgMoRelay(1) : ApplicationContext.shortMsgMtRelay(version));
    }

    /** A dialogue in any context; to the hub's HLR for shortMsgGateway, else to its MSC. Nothing is sent yet. */
    public Dialogue dialogue(ApplicationContext context) {
        return transactions.dialogue(context);
    }

    /** SCCP, subsystem management and routing labels; also the place to send wrong things from. */
    public Signalling signalling() {
        return signalling;
    }

    /** Dialogues that the hub opens (alertServiceCentre), and what to answer them. */
    public Transactions transactions() {
        return transactions;
    }

    public Counts counts() {
        return transactions.counts();
    }

    /** What the hub did that the specifications do not allow, each with the bytes or numbers it is about. */
    public List<String> violations() {
        return signalling.violations();
    }

    /** Fails if there is a violation, a second answer or a message for an unknown transaction. */
    public void assertNothingWrong() {
        if (!violations().isEmpty() || counts().doubleAnswers() > 0 || counts().unknownTransactions() > 0) {
            throw new AssertionError("the hub did wrong: " + String.join("\n  ", violations()) + "\n  " + counts());
        }
    }

    /** The capture so far, flushed; only with {@link SmscBuilder#capture}. */
    public java.nio.file.Path captured() {
        Capture open = capture.orElseThrow();
        open.flush();
        return open.file();
    }

    String digits() {
        return settings.globalTitle();
    }

    /** Ends all associations at once in order, without ASPIA nor ASPDN. */
    @Override
    public void close() {
        listener.ifPresent(Transport.Listener::close);
        links.forEach(SignallingLink::close);
        capture.ifPresent(Capture::close);
    }

    /** ASPIA on all links: the hub must send no more traffic. */
    public void deactivate() {
        Arrays.stream(links.toArray(SignallingLink[]::new))
                .filter(SignallingLink::isOpen)
                .forEach(link -> link.deactivate(LINK_TIMEOUT));
    }
}
