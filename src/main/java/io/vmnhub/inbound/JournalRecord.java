// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.inbound;

import io.vmnhub.sms.LongMessageKey;
import io.vmnhub.sms.MessageIdentity;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What the journal of long messages holds, and its form in octets. */
sealed interface JournalRecord {

    byte PART = 1;
    byte CLOSED = 2;
    byte REMOVED = 3;

    /** The long message that it is about: a number of the hub's own, never used twice in one journal. */
    long message();

    byte[] encode();

    /**
     * A part that came.
     *
     * @param key what it shares with the other parts
     * @param application whose message it is
     * @param due when the message is incomplete unless all parts have come, milliseconds since 1970
     * @param total how many parts there are
     * @param number which one this is
     * @param content tells parts with other user data apart
     * @param identity by which a repeat is known; empty when the part has no timestamp
     * @param json the short message
     */
    record Part(
            long message,
            LongMessageKey key,
            String application,
            long due,
            int total,
            int number,
            long content,
            Optional<MessageIdentity> identity,
            byte[] json)
            implements JournalRecord {

        /** The same part, of the long message to which it turned out to belong. */
        Part in(long other, long otherDue) {
            return new Part(other, key, application, otherDue, total, number, content, identity, json);
        }

        @Override
        public byte[] encode() {
            byte[] name = application.getBytes(StandardCharsets.UTF_8);
            MessageIdentity known = identity.orElse(new MessageIdentity(0, 0));
            return ByteBuffer.allocate(7 * Long.BYTES + 5 + name.length + json.length)
                    .put(PART)
                    .putLong(message)
                    .putLong(key.high())
                    .putLong(key.low())
                    .putLong(due)
                    .putLong(content)
                    .put((byte) (identity.isPresent() ? 1 : 0))
                    .putLong(known.high())
                    .putLong(known.low())
                    .put((byte) total)
                    .put((byte) number)
                    .put((byte) name.length)
                    .put(name)
                    .put(json)
                    .array();
        }
    }

    /** No more parts are waited for: all have come, or their time is over. */
    record Closed(long message) implements JournalRecord {

        @Override
        public byte[] encode() {
            return ByteBuffer.allocate(1 + Long.BYTES)
                    .put(CLOSED)
                    .putLong(message)
                    .array();
        }
    }

    /** The message was delivered or put aside: its parts are not wanted any more. */
    record Removed(long message) implements JournalRecord {

        @Override
        public byte[] encode() {
            return ByteBuffer.allocate(1 + Long.BYTES)
                    .put(REMOVED)
                    .putLong(message)
                    .array();
        }
    }

    /** @throws IllegalArgumentException when it was written by a later version, or is cut */
    static JournalRecord decode(ByteBuffer body) {
        try {
            return read(body);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("a record that is cut after " + body.limit() + " octets", e);
        }
    }

    private static JournalRecord read(ByteBuffer body) {
        byte kind = body.get();
        long message = body.getLong();
        return switch (kind) {
            case PART -> part(message, body);
            case CLOSED -> new Closed(message);
            case REMOVED -> new Removed(message);
            default -> throw new IllegalArgumentException("a record of kind " + kind + " is not known to this version");
        };
    }

    private static Part part(long message, ByteBuffer body) {
        LongMessageKey key = new LongMessageKey(body.getLong(), body.getLong());
        long due = body.getLong();
        long content = body.getLong();
        boolean identified = body.get() != 0;
        MessageIdentity identity = new MessageIdentity(body.getLong(), body.getLong());
        int total = body.get() & 0xFF;
        int number = body.get() & 0xFF;
        byte[] name = new byte[body.get() & 0xFF];
        body.get(name);
        byte[] json = new byte[body.remaining()];
        body.get(json);
        return new Part(
                message,
                key,
                new String(name, StandardCharsets.UTF_8),
                due,
                total,
                number,
                content,
                identified ? Optional.of(identity) : Optional.empty(),
                json);
    }
}
