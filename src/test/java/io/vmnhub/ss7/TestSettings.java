// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import io.vmnhub.ss7.api.Ss7Settings;
import io.vmnhub.ss7.api.Ss7Settings.ApplicationServer;
import io.vmnhub.ss7.api.Ss7Settings.Association;
import io.vmnhub.ss7.api.Ss7Settings.Exchange;
import io.vmnhub.ss7.api.Ss7Settings.Protocol;
import io.vmnhub.ss7.api.Ss7Settings.Role;
import io.vmnhub.ss7.api.Ss7Settings.Side;
import io.vmnhub.ss7.api.Ss7Settings.Target;
import io.vmnhub.ss7.api.Ss7Settings.TrafficMode;
import io.vmnhub.ss7.api.Ss7Settings.TranslationRule;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** The two ends of one association, as the demo has them: the hub is point code 1, the SMSC point code 2. */
public final class TestSettings {

    public static final String MSC_TITLE = "447700000001";
    public static final String HLR_TITLE = "447700000002";
    public static final String SMSC_TITLE = "447700000100";

    private TestSettings() {}

    public static Ss7Settings hub(Protocol protocol, Side side, Role role, int port, int peerPort) {
        return of(
                1,
                2,
                protocol,
                side,
                role,
                port,
                peerPort,
                List.of(local(MSC_TITLE), local(HLR_TITLE), local("4477009*"), toPointCode("*", 2)));
    }

    public static Ss7Settings smsc(Protocol protocol, Side side, Role role, int port, int peerPort) {
        return of(2, 1, protocol, side, role, port, peerPort, List.of(local(SMSC_TITLE), toPointCode("*", 1)));
    }

    private static Ss7Settings of(
            int pointCode,
            int peerPointCode,
            Protocol protocol,
            Side side,
            Role role,
            int port,
            int peerPort,
            List<TranslationRule> rules) {
        return new Ss7Settings(
                pointCode,
                2,
                pointCode == 1 ? MSC_TITLE : SMSC_TITLE,
                pointCode == 1 ? HLR_TITLE : SMSC_TITLE,
                List.of(new Association(
                        "link",
                        protocol,
                        side,
                        List.of("127.0.0.1"),
                        port,
                        List.of("127.0.0.1"),
                        peerPort,
                        Optional.of(Duration.ofSeconds(2)),
                        Duration.ofMillis(200))),
                List.of(new ApplicationServer(
                        "as",
                        role,
                        Exchange.SINGLE,
                        OptionalLong.of(101),
                        OptionalLong.empty(),
                        TrafficMode.LOADSHARE,
                        1,
                        List.of("link"),
                        List.of(peerPointCode))),
                rules,
                2,
                50_000,
                Duration.ofSeconds(60),
                Duration.ofSeconds(5));
    }

    public static TranslationRule local(String digits) {
        return new TranslationRule(
                digits, OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), Set.of(), new Target.Local());
    }

    public static TranslationRule toPointCode(String digits, int pointCode) {
        return new TranslationRule(
                digits,
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                Set.of(),
                new Target.PointCode(pointCode));
    }

    /** A TCP port that is free now. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
