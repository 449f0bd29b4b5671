// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer;

import io.vmnhub.peer.map.AddressString;
import io.vmnhub.peer.map.Operation;
import io.vmnhub.peer.tcap.Component;
import io.vmnhub.peer.tcap.DialoguePortion;
import io.vmnhub.peer.tcap.TcapMessage;
import io.vmnhub.peer.tcap.TransactionId;
import io.vmnhub.peer.wire.Digits;
import io.vmnhub.peer.wire.Tlv;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Answers on the hub's side of a link, so that the SMSC can be tried without the hub: every number has an IMSI, every
 * message is taken, but IMSIs ending in 9 are unidentified and those ending in 8 are answered twice.
 */
final class StandInHub {

    private final AtomicLong ids = new AtomicLong(0x20000001L);
    private final Map<Long, TransactionId> theirs = new ConcurrentHashMap<>();

    /** Makes that end of a link answer. */
    static Smsc behind(Smsc end) {
        StandInHub hub = new StandInHub();
        end.transactions().answerBegins(hub::begin);
        end.transactions().answerOthers(hub::carryOn);
        return end;
    }

    private List<TcapMessage> begin(TcapMessage begin) {
        TransactionId smsc = begin.originating().orElseThrow();
        if (begin.dialogue().orElse(null) instanceof DialoguePortion.Request request
                && !supported(request.applicationContext())) {
            String alternative = request.applicationContext()
                            .substring(0, request.applicationContext().length() - 1) + "3";
            return List.of(TcapMessage.userAbort(
                    smsc,
                    Optional.of(new DialoguePortion.Response(
                            alternative,
                            DialoguePortion.Result.REJECT_PERMANENT,
                            DialoguePortion.Diagnostic.APPLICATION_CONTEXT_NOT_SUPPORTED,
                            Optional.empty()))));
        }
        Optional<DialoguePortion> accepted = begin.dialogue()
                .map(request ->
                        DialoguePortion.Response.accepted(((DialoguePortion.Request) request).applicationContext()));
        if (begin.components().isEmpty() || more(begin)) {
            TransactionId own = TransactionId.of(ids.getAndIncrement());
            theirs.put(own.value(), smsc);
            return List.of(TcapMessage.carryOn(own, smsc, accepted, answers(begin)));
        }
        TcapMessage end = TcapMessage.end(smsc, accepted, answers(begin));
        return twice(begin) ? List.of(end, end) : List.of(end);
    }

    private List<TcapMessage> carryOn(TcapMessage message) {
        TransactionId own = message.destination().orElseThrow();
        if (message.kind() != TcapMessage.Kind.CONTINUE) {
            theirs.remove(own.value());
            return List.of();
        }
        TransactionId smsc = theirs.get(own.value());
        if (smsc == null) {
            return List.of(TcapMessage.providerAbort(
                    message.originating().orElseThrow(), TcapMessage.UNRECOGNIZED_TRANSACTION_ID));
        }
        return List.of(
                more(message)
                        ? TcapMessage.carryOn(own, smsc, Optional.empty(), answers(message))
                        : TcapMessage.end(smsc, Optional.empty(), answers(message)));
    }

    private static boolean supported(String context) {
        return context.charAt(context.length() - 1) <= '3';
    }

    private static boolean more(TcapMessage message) {
        return message.components().stream()
                .anyMatch(c -> ((Component.Invoke) c)
                        .parameter()
                        .flatMap(p -> p.child(0x05))
                        .isPresent());
    }

    private static boolean twice(TcapMessage message) {
        return message.components().stream()
                .anyMatch(c -> imsi((Component.Invoke) c).endsWith("8"));
    }

    private static String imsi(Component.Invoke invoke) {
        return invoke.operation() == Operation.SEND_ROUTING_INFO_FOR_SM
                ? ""
                : invoke.parameter()
                        .flatMap(p -> p.child(0x80))
                        .map(p -> Digits.fromTbcd(p.value()))
                        .orElse("");
    }

    private static List<Component> answers(TcapMessage message) {
        List<Component> answers = new ArrayList<>();
        for (Component component : message.components()) {
            Component.Invoke invoke = (Component.Invoke) component;
            if (invoke.operation() == Operation.SEND_ROUTING_INFO_FOR_SM) {
                answers.add(new Component.ReturnResult(
                        true,
                        invoke.invokeId(),
                        OptionalInt.of(45),
                        Optional.of(Tlv.of(
                                0x30,
                                new Tlv(0x04, Digits.tbcd("234150000000001")),
                                Tlv.of(
                                        0xa0,
                                        AddressString.international("447700000001")
                                                .encode(0x81))))));
            } else if (invoke.operation() != Operation.MT_FORWARD_SM && invoke.operation() != Operation.FORWARD_SM) {
                answers.add(new Component.Reject(OptionalInt.of(invoke.invokeId()), Component.ProblemType.INVOKE, 1));
            } else if (imsi(invoke).endsWith("9")) {
                answers.add(new Component.ReturnError(invoke.invokeId(), 5, Optional.empty()));
            } else {
                answers.add(Component.ReturnResult.empty(invoke.invokeId()));
            }
        }
        return answers;
    }
}
