// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer;

import io.vmnhub.peer.capture.Capture;
import io.vmnhub.peer.m3ua.Answers;
import io.vmnhub.peer.m3ua.LinkSettings;
import io.vmnhub.peer.m3ua.LinkSettings.Role;
import io.vmnhub.peer.transport.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Sets up an {@link Smsc}. The defaults suit the hub's demo: SMSC point code 2, hub point code 1, network indicator 2,
 * routing context 101, loadshare, hub MSC 447700000001 and HLR 447700000002; the SMSC's own title is 447700000100.
 */
public final class SmscBuilder {

    private final Connector connector;
    private Role role = Role.ASP;
    private OptionalLong routingContext = OptionalLong.of(101);
    private OptionalLong networkAppearance = OptionalLong.empty();
    private OptionalInt trafficMode = OptionalInt.of(2);
    private OptionalLong aspIdentifier = OptionalLong.empty();
    private int pointCode = 2;
    private int hubPointCode = 1;
    private int networkIndicator = 2;
    private String globalTitle = "447700000100";
    private String hubMsc = "447700000001";
    private String hubHlr = "447700000002";
    private Duration answerTimeout = Duration.ofSeconds(15);
    private Answers answers = Answers.byTheBook();
    private Optional<Path> capture = Optional.empty();

    SmscBuilder(Connector connector) {
        this.connector = connector;
    }

    /** How transports come into being: a client opens one, a server listens for them. */
    interface Connector {

        /** A listener, or empty after a client's transport was handed over. */
        Optional<Transport.Listener> connect(Consumer<Transport> opened) throws IOException;
    }

    /** The peer asks, the hub is the signalling gateway. */
    public SmscBuilder asAsp(long context) {
        return as(Role.ASP, context);
    }

    /** The peer is the signalling gateway, the hub asks. */
    public SmscBuilder asSgp(long context) {
        return as(Role.SGP, context);
    }

    /** Single exchange, the peer asks. */
    public SmscBuilder asIpspClient(long context) {
        return as(Role.IPSP_CLIENT, context);
    }

    /** Single exchange, the hub asks. */
    public SmscBuilder asIpspServer(long context) {
        return as(Role.IPSP_SERVER, context);
    }

    /** Double exchange. */
    public SmscBuilder asIpspDouble(long context) {
        return as(Role.IPSP_DOUBLE, context);
    }

    private SmscBuilder as(Role value, long context) {
        role = value;
        routingContext = OptionalLong.of(context);
        return this;
    }

    public SmscBuilder withoutRoutingContext() {
        routingContext = OptionalLong.empty();
        return this;
    }

    public SmscBuilder networkAppearance(long value) {
        networkAppearance = OptionalLong.of(value);
        return this;
    }

    /** 1 override, 2 loadshare, 3 broadcast; 0 leaves the parameter out. */
    public SmscBuilder trafficMode(int value) {
        trafficMode = value == 0 ? OptionalInt.empty() : OptionalInt.of(value);
        return this;
    }

    public SmscBuilder aspIdentifier(long value) {
        aspIdentifier = OptionalLong.of(value);
        return this;
    }

    public SmscBuilder pointCodes(int own, int hub) {
        pointCode = own;
        hubPointCode = hub;
        return this;
    }

    public SmscBuilder networkIndicator(int value) {
        networkIndicator = value;
        return this;
    }

    public SmscBuilder globalTitle(String digits) {
        globalTitle = digits;
        return this;
    }

    public SmscBuilder hub(String msc, String hlr) {
        hubMsc = msc;
        hubHlr = hlr;
        return this;
    }

    public SmscBuilder answerTimeout(Duration value) {
        answerTimeout = value;
        return this;
    }

    /** What it answers the hub's ASPSM, ASPTM and DAUD messages. */
    public SmscBuilder answers(Answers value) {
        answers = value;
        return this;
    }

    /** Writes every PDU to this pcap file. */
    public SmscBuilder capture(Path file) {
        capture = Optional.of(file);
        return this;
    }

    /** Connects or listens, with no M3UA message yet: {@link Smsc#activate()} does that. */
    public Smsc open() {
        LinkSettings link = new LinkSettings(role, routingContext, networkAppearance, trafficMode, aspIdentifier);
        SmscSettings settings = new SmscSettings(
                pointCode, hubPointCode, networkIndicator, globalTitle, 8, hubMsc, hubHlr, answerTimeout);
        Smsc smsc = new Smsc(settings, link, connector, answers, capture.map(Capture::new));
        try {
            smsc.connect();
        } catch (IOException e) {
            smsc.close();
            throw new UncheckedIOException(e);
        }
        return smsc;
    }
}
