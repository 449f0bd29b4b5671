// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.fixture.peers.NeedsPeer;
import io.vmnhub.fixture.peers.Peer;
import io.vmnhub.ss7.api.Ss7Settings;
import io.vmnhub.ss7.api.Ss7Settings.Association;
import io.vmnhub.ss7.api.Ss7Settings.Protocol;
import io.vmnhub.ss7.api.Ss7Settings.Role;
import io.vmnhub.ss7.api.Ss7Settings.Side;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Associations over the kernel's SCTP, in both roles; skipped where the kernel has none. */
@NeedsPeer(Peer.SCTP)
class SctpIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final RecordedEvents events = new RecordedEvents();
    private Ss7Stack hub;
    private Ss7Stack smsc;

    @AfterEach
    void stop() {
        for (Ss7Stack stack : new Ss7Stack[] {smsc, hub}) {
            if (stack != null) {
                stack.stop();
            }
        }
    }

    private void start(Ss7Settings hubSettings, Ss7Settings smscSettings) throws Ss7Exception {
        hub = new Ss7Stack("hub", hubSettings, events);
        smsc = new Ss7Stack("smsc", smscSettings, new RecordedEvents());
        hub.handle(MapOperation.MT_FORWARD_SM, invocation -> invocation.answer(new MapAnswer.Result()));
        hub.start();
        smsc.start();
        await().atMost(PATIENCE)
                .until(() -> hub.status().ready() && smsc.status().ready());
    }

    private void exchange(int length) throws Exception {
        MapRequest request = new MapRequest.ForwardSm(
                Optional.of("234150000000001"), Optional.empty(), TestSettings.SMSC_TITLE, new byte[length], false);
        assertThat(smsc.call(new MapCall(
                                3,
                                TestSettings.MSC_TITLE,
                                MapCall.MSC,
                                TestSettings.SMSC_TITLE,
                                MapCall.MSC,
                                List.of(request),
                                false,
                                Duration.ofSeconds(30)))
                        .get(60, TimeUnit.SECONDS))
                .containsExactly(new MapAnswer.Result());
    }

    @ParameterizedTest
    @CsvSource({
        "SGP, ASP, true",
        "ASP, SGP, false",
        "ASP, SGP, true",
        "IPSP_SERVER, IPSP_CLIENT, true",
        "IPSP_CLIENT, IPSP_SERVER, false"
    })
    void messagesCrossAnAssociationInEveryRoleAndOnBothSides(Role hubRole, Role smscRole, boolean hubListens)
            throws Exception {
        int port = TestSettings.freePort();
        start(
                TestSettings.hub(
                        Protocol.SCTP,
                        hubListens ? Side.SERVER : Side.CLIENT,
                        hubRole,
                        hubListens ? port : 0,
                        hubListens ? 0 : port),
                TestSettings.smsc(
                        Protocol.SCTP,
                        hubListens ? Side.CLIENT : Side.SERVER,
                        smscRole,
                        hubListens ? 0 : port,
                        hubListens ? port : 0));
        exchange(40);
        exchange(170);
    }

    @Test
    void bothEndsOfAnAssociationHaveTwoAddresses() throws Exception {
        int port = TestSettings.freePort();
        start(
                multiHomed(
                        TestSettings.hub(Protocol.SCTP, Side.SERVER, Role.SGP, port, 0),
                        List.of("127.0.0.1", "127.0.0.2"),
                        List.of("127.0.0.3", "127.0.0.4")),
                multiHomed(
                        TestSettings.smsc(Protocol.SCTP, Side.CLIENT, Role.ASP, 0, port),
                        List.of("127.0.0.3", "127.0.0.4"),
                        List.of("127.0.0.1", "127.0.0.2")));
        exchange(40);
    }

    @Test
    void theAssociationComesBackAfterThePeerRestarts() throws Exception {
        int port = TestSettings.freePort();
        Ss7Settings smscSettings = TestSettings.smsc(Protocol.SCTP, Side.SERVER, Role.SGP, port, 0);
        start(TestSettings.hub(Protocol.SCTP, Side.CLIENT, Role.ASP, 0, port), smscSettings);
        smsc.stop();
        await().atMost(PATIENCE).until(() -> events.lines().stream().anyMatch(line -> line.startsWith("down link")));
        smsc = new Ss7Stack("smsc again", smscSettings, new RecordedEvents());
        smsc.start();
        await().atMost(PATIENCE)
                .until(() -> hub.status().ready() && smsc.status().ready());
        exchange(40);
    }

    private static Ss7Settings multiHomed(Ss7Settings settings, List<String> local, List<String> peer) {
        Association link = settings.associations().get(0);
        return new Ss7Settings(
                settings.pointCode(),
                settings.networkIndicator(),
                settings.mscGlobalTitle(),
                settings.hlrGlobalTitle(),
                List.of(new Association(
                        link.name(),
                        link.protocol(),
                        link.side(),
                        local,
                        link.localPort(),
                        peer,
                        link.peerPort(),
                        link.heartbeat(),
                        link.reconnectDelay())),
                settings.applicationServers(),
                settings.globalTitleTranslation(),
                settings.deliveryThreads(),
                settings.maxDialogues(),
                settings.dialogueIdleTimeout(),
                settings.drainTimeout());
    }
}
