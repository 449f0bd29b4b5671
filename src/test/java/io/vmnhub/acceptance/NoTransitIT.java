// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static io.vmnhub.acceptance.Scene.SOON;
import static io.vmnhub.acceptance.Scene.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.peer.Dialogue;
import io.vmnhub.peer.Smsc;
import io.vmnhub.peer.m3ua.ProtocolData;
import io.vmnhub.peer.m3ua.SignallingLink;
import io.vmnhub.peer.map.Arguments;
import io.vmnhub.peer.map.Operation;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The hub is the end of the way: it sends no message on, and takes none under the name of another peer (GSMA FS.11).
 */
class NoTransitIT {

    private static final int SLS = 5;
    private static final int NATIONAL = 2;

    @TempDir
    private static Path folder;

    private static GatewayScene scene;
    private Smsc smsc;
    private SignallingLink link;
    private SignallingLink other;

    @BeforeAll
    static void open() throws Exception {
        scene = new GatewayScene(folder);
    }

    @AfterAll
    static void close() {
        GatewayScene.close(scene);
    }

    @BeforeEach
    void twoPeers() {
        smsc = scene.smsc(101, builder -> builder);
        link = scene.active(smsc, 1);
        other = scene.active(scene.smsc(104, builder -> builder.pointCodes(4, 1).networkAppearance(5)), 4);
    }

    @AfterEach
    void endLinks() {
        scene.endLinks();
    }

    private byte[] message(String text) {
        Dialogue dialogue = smsc.mtDialogue(3).sls(SLS);
        dialogue.invoke(
                Operation.forwardSm(3),
                Arguments.forwardSm(
                        Arguments.imsi(Scene.WEB),
                        Arguments.serviceCentreAddressOa("447700000100"),
                        text(text),
                        false));
        byte[] tcap = dialogue.encoded();
        return dialogue.unitdata(tcap).encode();
    }

    private void send(int origin, int destination, byte[] sccp) {
        send(origin, destination, NATIONAL, sccp);
    }

    private void send(int origin, int destination, int networkIndicator, byte[] sccp) {
        link.sendData(new ProtocolData(origin, destination, ProtocolData.SCCP, networkIndicator, 0, SLS, sccp));
    }

    /** Messages of one selection stay in order, so what was sent before this has been taken, too. */
    private void awaitTaken() {
        assertThat(smsc.mtDialogue(3)
                        .sls(SLS)
                        .forwardSm(Scene.AT_ONCE, text("after it"), false)
                        .join()
                        .isResult())
                .isTrue();
        other.beat(new byte[] {1}, SOON);
    }

    private static double refused() {
        return scene.hub().counter("vmnhub_ss7_data_refused_total");
    }

    @ParameterizedTest
    @CsvSource({"2, 4", "77, 4", "2, 2", "77, 2", "2, 3", "4, 2", "2, 99", "1, 4"})
    void dataForAPointCodeThatIsNotTheHubsGoesNowhere(int origin, int destination) {
        int posted = scene.scene().application().count("/web");
        double before = refused();
        send(origin, destination, message("transit"));
        awaitTaken();
        assertThat(other.dataReceived()).as("DATA to the other peer").isZero();
        assertThat(link.dataReceived())
                .as("DATA to its sender, but for the one answer")
                .isEqualTo(1);
        assertThat(scene.scene().application().count("/web")).isEqualTo(posted);
        assertThat(refused() - before).as("refused messages counted").isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"4", "77", "1"})
    void dataFromAPointCodeThatIsNotBehindItsAssociationIsRefused(int origin) {
        int posted = scene.scene().application().count("/web");
        double before = refused();
        send(origin, 1, message("forged"));
        awaitTaken();
        assertThat(other.dataReceived()).as("an answer to the other peer").isZero();
        assertThat(link.dataReceived()).isEqualTo(1);
        assertThat(scene.scene().application().count("/web")).isEqualTo(posted);
        assertThat(refused() - before).as("refused messages counted").isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void dataOfAnotherNetworkGoesNowhere(int networkIndicator) {
        int posted = scene.scene().application().count("/web");
        double before = refused();
        send(2, 1, networkIndicator, message("of another network"));
        awaitTaken();
        assertThat(link.dataReceived())
                .as("DATA to its sender, but for the one answer")
                .isEqualTo(1);
        assertThat(scene.scene().application().count("/web")).isEqualTo(posted);
        assertThat(refused() - before).as("refused messages counted").isEqualTo(1);
    }

    @Test
    void whatIsRefusedIsNoReasonToEndTheLink() {
        for (int i = 0; i < 1_000; i++) {
            send(77, 4, new byte[] {9, 0, 3});
        }
        awaitTaken();
        assertThat(link.isOpen()).isTrue();
        assertThat(other.dataReceived()).isZero();
    }
}
