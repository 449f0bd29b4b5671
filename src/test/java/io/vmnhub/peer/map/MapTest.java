// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmnhub.peer.wire.MalformedPduException;
import io.vmnhub.peer.wire.Octets;
import io.vmnhub.peer.wire.Tlv;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MapTest {

    @Test
    void aForwardSmIsWrittenAsTheSpecificationHasIt() {
        Tlv argument = Arguments.forwardSm(
                Arguments.imsi("234150000000001"),
                Arguments.serviceCentreAddressOa("447700000100"),
                Octets.hex("0400"),
                true);
        assertThat(argument.encode())
                .isEqualTo(Octets.hex("3019 8008 32140500000000f1 8407 91447700001000 0402 0400 0500"));
    }

    @Test
    void aDeliveryReportHasWhatItsVersionHas() {
        assertThat(Arguments.reportSmDeliveryStatus(1, "4477", "4478", Arguments.DeliveryOutcome.ABSENT_SUBSCRIBER, 5)
                        .encode())
                .isEqualTo(Octets.hex("300a 0403914477 0403914487"));
        assertThat(Arguments.reportSmDeliveryStatus(3, "4477", "4478", Arguments.DeliveryOutcome.ABSENT_SUBSCRIBER, 5)
                        .encode())
                .isEqualTo(Octets.hex("3010 0403914477 0403914487 0a0101 800105"));
    }

    @Test
    void routingInfoIsReadWithLmsiAndMwdSet() {
        Tlv result = Tlv.decode(Octets.hex("301e 0408 32140500000000f1 a00f 8107 91447700000010 0404 01020304 8201ff"));
        RoutingInfo info = RoutingInfo.decode(result, 1);
        assertThat(info.imsi()).isEqualTo("234150000000001");
        assertThat(info.networkNode()).isEqualTo(AddressString.international("447700000001"));
        assertThat(info.lmsi()).contains("01020304");
        assertThat(info.mwdSet()).contains(true);
        assertThatThrownBy(() -> RoutingInfo.decode(result, 3)).isInstanceOf(MalformedPduException.class);
    }

    @Test
    void errorsAreReadInTheFormsOfAllVersions() {
        assertThat(error(32, "0a0101").deliveryFailureCause()).hasValue(1);
        MapError failure = error(32, "3009 0a0101 0404 00d30000");
        assertThat(failure.deliveryFailureCause()).hasValue(1);
        assertThat(failure.diagnosticInfo()).contains(Octets.hex("00d30000"));
        assertThat(error(34, "0a0100").networkResource()).hasValue(0);
        assertThat(error(34, "3003 0a0102").networkResource()).hasValue(2);
        assertThat(error(6, "3003 020105").absentSubscriberDiagnostic()).hasValue(5);
        assertThat(error(1, "3003 0a0101").unknownSubscriberDiagnostic()).hasValue(1);
    }

    @Test
    void errorsThatAVersionDoesNotHaveAreTold() {
        assertThat(problems(6, null, Operation.FORWARD_SM, 2)).isNotEmpty();
        assertThat(problems(27, null, Operation.FORWARD_SM, 2)).isEmpty();
        assertThat(problems(6, "3003020105", Operation.MT_FORWARD_SM, 3)).isEmpty();
        assertThat(problems(31, null, Operation.FORWARD_SM, 1)).isNotEmpty();
        assertThat(problems(12, null, Operation.FORWARD_SM, 1)).isNotEmpty();
        assertThat(problems(27, null, Operation.MT_FORWARD_SM, 3)).isNotEmpty();
        assertThat(problems(1, null, Operation.SEND_ROUTING_INFO_FOR_SM, 1)).isEmpty();
    }

    @Test
    void errorFormsOfAnotherVersionAreTold() {
        assertThat(problems(32, "0a0101", Operation.FORWARD_SM, 1)).isEmpty();
        assertThat(problems(32, "30030a0101", Operation.FORWARD_SM, 1)).isNotEmpty();
        assertThat(problems(32, "30030a0101", Operation.FORWARD_SM, 2)).isEmpty();
        assertThat(problems(32, "0a0101", Operation.MT_FORWARD_SM, 3)).isNotEmpty();
        assertThat(problems(32, null, Operation.MT_FORWARD_SM, 3)).isNotEmpty();
        assertThat(problems(34, "0a0100", Operation.FORWARD_SM, 2)).isEmpty();
        assertThat(problems(34, "0a0100", Operation.MT_FORWARD_SM, 3)).isNotEmpty();
        assertThat(problems(34, "3000", Operation.FORWARD_SM, 1)).isNotEmpty();
        assertThat(problems(1, "30030a0101", Operation.SEND_ROUTING_INFO_FOR_SM, 2))
                .isNotEmpty();
    }

    private static java.util.List<String> problems(int code, String parameter, int operation, int version) {
        return ErrorRules.problems(
                parameter == null ? new MapError(code, Optional.empty()) : error(code, parameter), operation, version);
    }

    private static MapError error(int code, String parameter) {
        return new MapError(code, Optional.of(Tlv.decode(Octets.hex(parameter))));
    }
}
