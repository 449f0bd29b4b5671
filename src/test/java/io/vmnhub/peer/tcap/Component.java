// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer.tcap;

import io.vmnhub.peer.wire.MalformedPduException;
import io.vmnhub.peer.wire.Tlv;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A TCAP component (Q.773 table 20 on). Operation and error codes are local; a global one decodes as -1. */
public sealed interface Component {

    int INTEGER = 0x02;
    int SEQUENCE = 0x30;

    Tlv encode();

    /** The invoke this is, or answers; empty in a Reject that could not tell. */
    OptionalInt id();

    record Invoke(int invokeId, OptionalInt linkedId, int operation, Optional<Tlv> parameter) implements Component {

        public static Invoke of(int invokeId, int operation, Tlv parameter) {
            return new Invoke(invokeId, OptionalInt.empty(), operation, Optional.ofNullable(parameter));
        }

        @Override
        public Tlv encode() {
            List<Tlv> parts = new ArrayList<>(List.of(Tlv.integer(INTEGER, invokeId)));
            linkedId.ifPresent(linked -> parts.add(Tlv.integer(0x80, linked)));
            parts.add(Tlv.integer(INTEGER, operation));
            parameter.ifPresent(parts::add);
            return Tlv.of(0xa1, parts);
        }

        @Override
        public OptionalInt id() {
            return OptionalInt.of(invokeId);
        }
    }

    record ReturnResult(boolean last, int invokeId, OptionalInt operation, Optional<Tlv> parameter)
            implements Component {

        public static ReturnResult empty(int invokeId) {
            return new ReturnResult(true, invokeId, OptionalInt.empty(), Optional.empty());
        }

        @Override
        public Tlv encode() {
            List<Tlv> parts = new ArrayList<>(List.of(Tlv.integer(INTEGER, invokeId)));
            operation.ifPresent(code -> {
                List<Tlv> result = new ArrayList<>(List.of(Tlv.integer(INTEGER, code)));
                parameter.ifPresent(result::add);
                parts.add(Tlv.of(SEQUENCE, result));
            });
            return Tlv.of(last ? 0xa2 : 0xa7, parts);
        }

        @Override
        public OptionalInt id() {
            return OptionalInt.of(invokeId);
        }
    }

    record ReturnError(int invokeId, int error, Optional<Tlv> parameter) implements Component {

        @Override
        public Tlv encode() {
            List<Tlv> parts = new ArrayList<>(List.of(Tlv.integer(INTEGER, invokeId), Tlv.integer(INTEGER, error)));
            parameter.ifPresent(parts::add);
            return Tlv.of(0xa3, parts);
        }

        @Override
        public OptionalInt id() {
            return OptionalInt.of(invokeId);
        }
    }

    /** Why a component was refused (Q.773 clause 4.2.2.6 on): a kind and its problem code. */
    record Reject(OptionalInt id, ProblemType type, int problem) implements Component {

        public static final int UNRECOGNIZED_COMPONENT = 0;
        public static final int MISTYPED_COMPONENT = 1;
        public static final int BADLY_STRUCTURED_COMPONENT = 2;
        public static final int INVOKE_DUPLICATE_ID = 0;
        public static final int INVOKE_UNRECOGNIZED_OPERATION = 1;
        public static final int INVOKE_MISTYPED_PARAMETER = 2;
        public static final int INVOKE_RESOURCE_LIMITATION = 3;

        @Override
        public Tlv encode() {
            Tlv invoke = id.isPresent() ? Tlv.integer(INTEGER, id.getAsInt()) : Tlv.empty(0x05);
            return Tlv.of(0xa4, invoke, Tlv.integer(0x80 + type.ordinal(), problem));
        }
    }

    /** In the order of their tags. */
    enum ProblemType {
        GENERAL,
        INVOKE,
        RETURN_RESULT,
        RETURN_ERROR
    }

    /** Whatever bytes, to be wrong on purpose; never decoded. */
    record Raw(Tlv encode) implements Component {

        @Override
        public OptionalInt id() {
            return OptionalInt.empty();
        }
    }

    static Component decode(Tlv tlv) {
        Parts parts = new Parts(tlv);
        switch (tlv.tag()) {
            case 0xa1 -> {
                int id = parts.invokeId();
                OptionalInt linked =
                        parts.peek() == 0x80 ? OptionalInt.of((int) parts.next().asInteger()) : OptionalInt.empty();
                return parts.whole(new Invoke(id, linked, parts.code(), parts.optional()));
            }
            case 0xa2, 0xa7 -> {
                int id = parts.invokeId();
                if (parts.peek() < 0) {
                    return new ReturnResult(tlv.tag() == 0xa2, id, OptionalInt.empty(), Optional.empty());
                }
                Tlv sequence = parts.next();
                if (sequence.tag() != SEQUENCE) {
                    throw new MalformedPduException("TCAP: a result that is not a SEQUENCE: " + sequence);
                }
                Parts result = new Parts(sequence);
                int code = result.code();
                ReturnResult decoded = new ReturnResult(tlv.tag() == 0xa2, id, OptionalInt.of(code), result.optional());
                result.whole(decoded);
                return parts.whole(decoded);
            }
            case 0xa3 -> {
                return parts.whole(new ReturnError(parts.invokeId(), parts.code(), parts.optional()));
            }
            case 0xa4 -> {
                Tlv id = parts.next();
                OptionalInt invoke = id.tag() == 0x05 ? OptionalInt.empty() : OptionalInt.of((int) id.asInteger());
                Tlv problem = parts.next();
                int type = problem.tag() - 0x80;
                if (type < 0 || type > 3) {
                    throw new MalformedPduException("TCAP: a Reject with problem " + problem);
                }
                return parts.whole(new Reject(invoke, ProblemType.values()[type], (int) problem.asInteger()));
            }
            default -> throw new MalformedPduException("TCAP: component tag " + Integer.toHexString(tlv.tag()));
        }
    }

    /** The elements of a component, taken one by one. */
    final class Parts {

        private final List<Tlv> children;
        private int taken;

        Parts(Tlv tlv) {
            children = tlv.children();
        }

        int peek() {
            return taken < children.size() ? children.get(taken).tag() : -1;
        }

        Tlv next() {
            if (taken == children.size()) {
                throw new MalformedPduException("TCAP: a component that ends too early");
            }
            return children.get(taken++);
        }

        int invokeId() {
            Tlv id = next();
            if (id.tag() != INTEGER || id.value().length != 1) {
                throw new MalformedPduException("TCAP: an invoke id that is " + id);
            }
            return (int) id.asInteger();
        }

        int code() {
            Tlv code = next();
            if (code.tag() == 0x06) {
                return -1;
            }
            if (code.tag() != INTEGER) {
                throw new MalformedPduException("TCAP: a code that is " + code);
            }
            return (int) code.asInteger();
        }

        Optional<Tlv> optional() {
            return peek() < 0 ? Optional.empty() : Optional.of(next());
        }

        Component whole(Component component) {
            if (peek() >= 0) {
                throw new MalformedPduException("TCAP: " + next() + " after the end of " + component);
            }
            return component;
        }
    }
}
