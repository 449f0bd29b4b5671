// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer;

import io.vmnhub.peer.map.MapError;
import io.vmnhub.peer.map.RoutingInfo;
import io.vmnhub.peer.tcap.Component;
import io.vmnhub.peer.tcap.DialoguePortion;
import io.vmnhub.peer.tcap.TcapMessage;
import io.vmnhub.peer.wire.Tlv;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What became of one invoke.
 *
 * @param component the answering component of RESULT, ERROR and REJECT
 * @param message the TCAP message that brought it (empty for RETURNED and NONE)
 * @param returnCause SCCP return cause of RETURNED (Q.713 clause 3.12)
 */
public record Answer(
        Kind kind,
        int operation,
        int version,
        Optional<Component> component,
        Optional<TcapMessage> message,
        OptionalInt returnCause,
        Duration after) {

    /** How an invoke can end. */
    public enum Kind {
        RESULT,
        ERROR,
        REJECT,
        /** The dialogue was ended without an answer to it. */
        ENDED,
        /** By user (dialogue portion ABRT or none) or provider (a cause). */
        ABORTED,
        /** An AARE that says rejected-permanent. */
        REFUSED,
        /** UDTS or XUDTS. */
        RETURNED,
        /** Nothing came in time. */
        NONE
    }

    public boolean isResult() {
        return kind == Kind.RESULT;
    }

    /** The result's parameter. */
    public Optional<Tlv> result() {
        return ((Component.ReturnResult) expect(Kind.RESULT)).parameter();
    }

    /** The MAP error; fails if it is none. */
    public MapError error() {
        Component.ReturnError error = (Component.ReturnError) expect(Kind.ERROR);
        return new MapError(error.error(), error.parameter());
    }

    public Component.Reject reject() {
        return (Component.Reject) expect(Kind.REJECT);
    }

    /** Of an answer to sendRoutingInfoForSM. */
    public RoutingInfo routingInfo() {
        return RoutingInfo.decode(
                result().orElseThrow(() -> new AssertionError("a result without parameter: " + this)), version);
    }

    public String imsi() {
        return routingInfo().imsi();
    }

    /** The networkNode-Number's digits. */
    public String networkNodeNumber() {
        return routingInfo().networkNode().digits();
    }

    /** The application context that a refusal offers instead, as dotted object identifier. */
    public String alternativeContext() {
        if (kind != Kind.REFUSED) {
            throw new AssertionError("not refused: " + this);
        }
        return ((DialoguePortion.Response) message.orElseThrow().dialogue().orElseThrow()).applicationContext();
    }

    /** P-abort cause, if the provider aborted. */
    public OptionalInt abortCause() {
        return message.map(TcapMessage::abortCause).orElse(OptionalInt.empty());
    }

    /** Invokes that came along with the answer, informServiceCentre for one. */
    public List<Component.Invoke> accompanying() {
        return message.map(m -> m.components().stream()
                        .filter(Component.Invoke.class::isInstance)
                        .map(Component.Invoke.class::cast)
                        .toList())
                .orElse(List.of());
    }

    /** Whether the dialogue ended with it. */
    public boolean endsDialogue() {
        return kind != Kind.NONE
                && message.map(m -> m.kind() != TcapMessage.Kind.CONTINUE).orElse(true);
    }

    private Component expect(Kind wanted) {
        if (kind != wanted) {
            throw new AssertionError("expected " + wanted + " but was " + this);
        }
        return component.orElseThrow();
    }

    @Override
    public String toString() {
        String what = switch (kind) {
            case ERROR -> error().toString();
            case RESULT, REJECT -> component.toString();
            case RETURNED -> "cause " + returnCause.orElse(-1);
            default -> message.map(Object::toString).orElse("");
        };
        return kind + " " + what + " to operation " + operation + " v" + version + " after " + after.toMillis() + " ms";
    }
}
