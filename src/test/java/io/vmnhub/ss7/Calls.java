// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import io.vmnhub.peer.map.AddressString;
import io.vmnhub.peer.map.ApplicationContext;
import io.vmnhub.peer.map.Arguments;
import io.vmnhub.peer.map.Operation;
import io.vmnhub.peer.tcap.Component;
import io.vmnhub.peer.tcap.DialoguePortion;
import io.vmnhub.peer.tcap.TcapMessage;
import io.vmnhub.peer.tcap.TransactionId;
import io.vmnhub.peer.wire.Tlv;
import io.vmnhub.sms.MapUserError;
import io.vmnhub.sms.MapUserError.Code;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** What a service centre may ask the hub, and what that may answer. */
final class Calls {

    static final String SUBSCRIBER = "447700900001";

    private Calls() {}

    /** An operation in a dialogue of one version. */
    record Call(ApplicationContext context, int operation, Tlv argument) {

        byte[] begin(TransactionId id, int invokeId) {
            return TcapMessage.begin(
                            id,
                            context.version() == 1
                                    ? Optional.empty()
                                    : Optional.of(
                                            new DialoguePortion.Request(context.objectIdentifier(), Optional.empty())),
                            List.of(Component.Invoke.of(invokeId, operation, argument)))
                    .encode();
        }
    }

    static Call forward(int version, boolean more) {
        return new Call(
                ApplicationContext.shortMsgMtRelay(version),
                Operation.forwardSm(version),
                Arguments.forwardSm(
                        Arguments.imsi("234150000000001"),
                        Arguments.serviceCentreAddressOa(TestSettings.SMSC_TITLE),
                        new byte[20],
                        more));
    }

    /** Every operation in each version that has it. */
    static List<Call> all() {
        List<Call> calls = new ArrayList<>();
        for (int version = 1; version <= 3; version++) {
            calls.add(forward(version, false));
            calls.add(new Call(
                    ApplicationContext.shortMsgGateway(version),
                    Operation.SEND_ROUTING_INFO_FOR_SM,
                    Arguments.routingInfoForSm(SUBSCRIBER, true, TestSettings.SMSC_TITLE)));
            calls.add(new Call(
                    ApplicationContext.shortMsgGateway(version),
                    Operation.REPORT_SM_DELIVERY_STATUS,
                    Arguments.reportSmDeliveryStatus(
                            version,
                            SUBSCRIBER,
                            TestSettings.SMSC_TITLE,
                            Arguments.DeliveryOutcome.SUCCESSFUL_TRANSFER,
                            -1)));
        }
        calls.add(new Call(
                ApplicationContext.shortMsgAlert(2),
                Operation.ALERT_SERVICE_CENTRE,
                Tlv.of(
                        0x30,
                        AddressString.international(SUBSCRIBER).encode(0x04),
                        AddressString.international(TestSettings.SMSC_TITLE).encode(0x04))));
        return calls;
    }

    /** Every result and error, with every cause, and with diagnostic information of several lengths. */
    static List<MapAnswer> answers() {
        List<MapAnswer> answers = new ArrayList<>(List.of(new MapAnswer.Result()));
        for (String imsi : List.of("234150", "23415000000001", "234150000000001")) {
            for (String node : List.of("4", "44770000000", "447700000001", "123456789012345")) {
                answers.add(new MapAnswer.Routing(imsi, node));
            }
        }
        for (Code code : Code.values()) {
            answers.add(new MapAnswer.UserError(MapUserError.of(code)));
            IntStream.rangeClosed(0, 12).forEach(cause -> cause(code, cause).ifPresent(answers::add));
        }
        for (int length : new int[] {1, 4, 83, 110, 130, 160}) {
            answers.add(new MapAnswer.UserError(
                    new MapUserError(Code.SM_DELIVERY_FAILURE, OptionalInt.of(1), Optional.of(new byte[length]))));
        }
        for (MapUserError absent :
                List.of(MapUserError.of(Code.ABSENT_SUBSCRIBER_SM, 1), MapUserError.of(Code.ABSENT_SUBSCRIBER_SM))) {
            answers.add(new MapAnswer.UserError(absent.retriedAt(Instant.parse("2026-11-22T04:00:00Z"))));
        }
        return answers;
    }

    private static Optional<MapAnswer> cause(Code code, int cause) {
        try {
            return Optional.of(new MapAnswer.UserError(MapUserError.of(code, cause)));
        } catch (IllegalArgumentException thisCodeHasIt) {
            return Optional.empty();
        }
    }
}
