// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer.tcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmnhub.peer.map.ApplicationContext;
import io.vmnhub.peer.map.Arguments;
import io.vmnhub.peer.wire.MalformedPduException;
import io.vmnhub.peer.wire.Octets;
import io.vmnhub.peer.wire.Tlv;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TcapMessageTest {

    private static final String ROUTING_INFO_BEGIN = "6247 4804 10000001"
            + "6b1e 281c 0607 00118605010101 a011 600f 80020780 a109 0607 04000001001403"
            + "6c1f a11d 020101 02012d 3015 8007 91447700090010 8101ff 8207 91447700001000";

    @Test
    void aSendRoutingInfoForSmIsWrittenAsTheSpecificationsHaveIt() {
        TcapMessage message = TcapMessage.begin(
                TransactionId.of(0x10000001),
                Optional.of(new DialoguePortion.Request(
                        ApplicationContext.shortMsgGateway(3).objectIdentifier(), Optional.empty())),
                List.of(Component.Invoke.of(1, 45, Arguments.routingInfoForSm("447700900001", true, "447700000100"))));
        assertThat(message.encode()).isEqualTo(Octets.hex(ROUTING_INFO_BEGIN));
        assertThat(TcapMessage.decode(Octets.hex(ROUTING_INFO_BEGIN))).isEqualTo(message);
    }

    @Test
    void indefiniteLengthsAreUnderstood() {
        TcapMessage decoded = TcapMessage.decode(
                Octets.hex("6580 480101 490410000001 6c80 a280 020101 3080 02012d 3080 0000 0000 0000 0000 0000"));
        assertThat(decoded.originating()).contains(new TransactionId(1, 1));
        assertThat(decoded.components())
                .containsExactly(new Component.ReturnResult(true, 1, OptionalInt.of(45), Optional.of(Tlv.empty(0x30))));
    }

    @Test
    void aRefusalTellsTheContextThatIsOffered() {
        TcapMessage decoded = TcapMessage.decode(Octets.hex("6732 490410000001"
                + "6b2a 2828 0607 00118605010101 a01d 611b 80020780 a109 0607 04000001001902 "
                + "a203 020101 a305 a103 020102"));
        DialoguePortion.Response response =
                (DialoguePortion.Response) decoded.dialogue().orElseThrow();
        assertThat(response.result()).isEqualTo(DialoguePortion.Result.REJECT_PERMANENT);
        assertThat(response.diagnostic()).isEqualTo(DialoguePortion.Diagnostic.APPLICATION_CONTEXT_NOT_SUPPORTED);
        assertThat(response.applicationContext())
                .isEqualTo(ApplicationContext.shortMsgMtRelay(2).objectIdentifier());
        assertThat(decoded.encode())
                .isEqualTo(Octets.hex("6732 490410000001"
                        + "6b2a 2828 0607 00118605010101 a01d 611b 80020780 a109 0607 "
                        + "04000001001902 a203 020101 a305 a103 020102"));
    }

    @Test
    void everyKindOfComponentComesBackAsItWent() {
        for (Component component : List.of(
                new Component.Invoke(1, OptionalInt.of(2), 44, Optional.empty()),
                Component.ReturnResult.empty(-5),
                new Component.ReturnResult(false, 1, OptionalInt.of(44), Optional.of(Tlv.empty(0x30))),
                new Component.ReturnError(1, 32, Optional.of(Tlv.integer(0x0a, 1))),
                new Component.Reject(OptionalInt.empty(), Component.ProblemType.GENERAL, 1),
                new Component.Reject(OptionalInt.of(3), Component.ProblemType.INVOKE, 1))) {
            assertThat(Component.decode(component.encode())).isEqualTo(component);
        }
        assertThat(new Component.Reject(OptionalInt.of(1), Component.ProblemType.INVOKE, 1)
                        .encode()
                        .encode())
                .isEqualTo(Octets.hex("a406 020101 810101"));
    }

    @Test
    void abortsComeInBothKinds() {
        assertThat(TcapMessage.providerAbort(TransactionId.of(1), 4).encode())
                .isEqualTo(Octets.hex("6709 490400000001 4a0104"));
        byte[] user = TcapMessage.userAbort(
                        TransactionId.of(1), Optional.of(new DialoguePortion.Abort(false, Optional.empty())))
                .encode();
        assertThat(user).isEqualTo(Octets.hex("671a 490400000001 6b12 2810 0607 00118605010101 a005 6403 800100"));
        assertThat(TcapMessage.decode(user).dialogue()).contains(new DialoguePortion.Abort(false, Optional.empty()));
    }

    @Test
    void whatAKindMustHaveOrMustNotIsChecked() {
        for (String wrong : new String[] {
            "6200",
            "6506 480400000001",
            "6406 480400000001",
            "6208 480400000001 6c00",
            "62064806000000000001",
            "6209 480400000001 4a0104",
            "620a 6c00 480400000001 0500",
            "6300"
        }) {
            assertThatThrownBy(() -> TcapMessage.decode(Octets.hex(wrong)))
                    .as(wrong)
                    .isInstanceOf(MalformedPduException.class);
        }
    }

    @Test
    void cutMessagesAreRefusedWhereverTheyAreCut() {
        byte[] right = Octets.hex(ROUTING_INFO_BEGIN);
        for (int length = 0; length < right.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(right, length);
            assertThatThrownBy(() -> TcapMessage.decode(cut))
                    .as("cut after " + length)
                    .isInstanceOf(MalformedPduException.class);
        }
    }
}
