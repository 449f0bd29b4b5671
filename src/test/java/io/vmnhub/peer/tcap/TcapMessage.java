// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer.tcap;

import io.vmnhub.peer.wire.MalformedPduException;
import io.vmnhub.peer.wire.Tlv;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A TCAP message (Q.773 clause 4.2.1).
 *
 * @param originating the sender's transaction id, of Begin and Continue
 * @param destination the receiver's, of Continue, End and Abort
 * @param abortCause P-abort cause, of an Abort by the provider
 */
public record TcapMessage(
        Kind kind,
        Optional<TransactionId> originating,
        Optional<TransactionId> destination,
        Optional<DialoguePortion> dialogue,
        List<Component> components,
        OptionalInt abortCause) {

    public static final int UNRECOGNIZED_MESSAGE_TYPE = 0;
    public static final int UNRECOGNIZED_TRANSACTION_ID = 1;
    public static final int BADLY_FORMATTED_TRANSACTION_PORTION = 2;
    public static final int INCORRECT_TRANSACTION_PORTION = 3;
    public static final int RESOURCE_LIMITATION = 4;

    /** Message types with their tags. */
    public enum Kind {
        UNIDIRECTIONAL(0x61),
        BEGIN(0x62),
        END(0x64),
        CONTINUE(0x65),
        ABORT(0x67);

        private final int tag;

        Kind(int tag) {
            this.tag = tag;
        }
    }

    public TcapMessage {
        components = List.copyOf(components);
    }

    public static TcapMessage begin(
            TransactionId originating, Optional<DialoguePortion> dialogue, List<Component> components) {
        return new TcapMessage(
                Kind.BEGIN, Optional.of(originating), Optional.empty(), dialogue, components, OptionalInt.empty());
    }

    public static TcapMessage carryOn(
            TransactionId originating,
            TransactionId destination,
            Optional<DialoguePortion> dialogue,
            List<Component> components) {
        return new TcapMessage(
                Kind.CONTINUE,
                Optional.of(originating),
                Optional.of(destination),
                dialogue,
                components,
                OptionalInt.empty());
    }

    public static TcapMessage end(
            TransactionId destination, Optional<DialoguePortion> dialogue, List<Component> components) {
        return new TcapMessage(
                Kind.END, Optional.empty(), Optional.of(destination), dialogue, components, OptionalInt.empty());
    }

    public static TcapMessage userAbort(TransactionId destination, Optional<DialoguePortion> dialogue) {
        return new TcapMessage(
                Kind.ABORT, Optional.empty(), Optional.of(destination), dialogue, List.of(), OptionalInt.empty());
    }

    public static TcapMessage providerAbort(TransactionId destination, int cause) {
        return new TcapMessage(
                Kind.ABORT,
                Optional.empty(),
                Optional.of(destination),
                Optional.empty(),
                List.of(),
                OptionalInt.of(cause));
    }

    public byte[] encode() {
        return tlv().encode();
    }

    public Tlv tlv() {
        List<Tlv> parts = new ArrayList<>();
        originating.ifPresent(id -> parts.add(id.encode(0x48)));
        destination.ifPresent(id -> parts.add(id.encode(0x49)));
        abortCause.ifPresent(cause -> parts.add(Tlv.integer(0x4a, cause)));
        dialogue.ifPresent(portion -> parts.add(portion.encode()));
        if (!components.isEmpty()) {
            parts.add(Tlv.of(0x6c, components.stream().map(Component::encode).toList()));
        }
        return Tlv.of(kind.tag, parts);
    }

    /** Strict: what each kind must have is there, in the order of the specification, and nothing else. */
    public static TcapMessage decode(byte[] bytes) {
        Tlv message = Tlv.decode(bytes);
        Kind kind = null;
        for (Kind candidate : Kind.values()) {
            kind = candidate.tag == message.tag() ? candidate : kind;
        }
        if (kind == null) {
            throw new MalformedPduException("TCAP: message type " + Integer.toHexString(message.tag()));
        }
        Optional<TransactionId> originating = Optional.empty();
        Optional<TransactionId> destination = Optional.empty();
        OptionalInt cause = OptionalInt.empty();
        Optional<DialoguePortion> dialogue = Optional.empty();
        List<Component> components = List.of();
        int before = 0;
        for (Tlv part : message.children()) {
            if (part.tag() <= before) {
                throw new MalformedPduException("TCAP: " + part + " is out of order");
            }
            before = part.tag();
            switch (part.tag()) {
                case 0x48 -> originating = Optional.of(TransactionId.decode(part));
                case 0x49 -> destination = Optional.of(TransactionId.decode(part));
                case 0x4a -> cause = OptionalInt.of((int) part.asInteger());
                case 0x6b -> dialogue = Optional.of(DialoguePortion.decode(part));
                case 0x6c ->
                    components = part.children().stream().map(Component::decode).toList();
                default -> throw new MalformedPduException("TCAP: " + part + " in a " + kind);
            }
            if (part.tag() == 0x6c && components.isEmpty()) {
                throw new MalformedPduException("TCAP: a component portion without components");
            }
        }
        boolean from = kind == Kind.BEGIN || kind == Kind.CONTINUE;
        boolean to = kind == Kind.CONTINUE || kind == Kind.END || kind == Kind.ABORT;
        if (originating.isPresent() != from
                || destination.isPresent() != to
                || kind == Kind.ABORT && !components.isEmpty()
                || kind != Kind.ABORT && cause.isPresent()) {
            throw new MalformedPduException("TCAP: a " + kind + " with the wrong parts: " + message);
        }
        return new TcapMessage(kind, originating, destination, dialogue, components, cause);
    }
}
