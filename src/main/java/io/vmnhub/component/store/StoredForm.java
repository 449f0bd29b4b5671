// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.store;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.vmnhub.component.store.StoredMessage.Form;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * The octets of a stored message: a version, the form, the time, the headers with their types, the body. All in one
 * piece, because the broker's own properties cost several times as much, for each header again. Version 1 has the name
 * of each header as a text; version 2 has a code for those that are the hub's own.
 */
final class StoredForm {

    private static final int VERSION = 2;
    private static final int NAMES_AS_TEXTS = 1;
    private static final int USUAL_OCTETS = 1_024;
    /** In the place of the octets a character that a name as text begins with. */
    private static final int CODE = 0;

    private StoredForm() {}

    static byte[] octets(StoredMessage message) {
        ByteBuf out = Unpooled.buffer(USUAL_OCTETS);
        out.writeByte(VERSION);
        out.writeByte(message.form().code());
        out.writeLong(message.storedAt().toEpochMilli());
        out.writeInt(message.headers().size());
        message.headers().forEach((name, value) -> {
            StoredNames.code(name)
                    .ifPresentOrElse(code -> out.writeByte(CODE).writeByte(code), () -> StoredOctets.text(out, name));
            value(out, value);
        });
        StoredOctets.piece(out, message.body());
        return ByteBufUtil.getBytes(out);
    }

    /**
     * @throws IOException when these are not octets that {@link #octets} has made, of this version or an earlier one
     */
    static StoredMessage message(byte[] octets) throws IOException {
        try {
            return message(Unpooled.wrappedBuffer(octets));
        } catch (IndexOutOfBoundsException e) {
            throw new IOException("a stored message that is cut", e);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static StoredMessage message(ByteBuf in) throws IOException {
        int version = in.readByte();
        if (version < NAMES_AS_TEXTS || version > VERSION) {
            throw new IOException(
                    "a stored message of version " + version + ", and this hub knows versions up to " + VERSION);
        }
        int code = in.readByte();
        Form form = Form.of(code).orElseThrow(() -> new IOException("a stored message of the unknown form " + code));
        Instant storedAt = Instant.ofEpochMilli(in.readLong());
        int count = in.readInt();
        Map<String, Object> headers = new HashMap<>();
        for (int i = 0; i < count; i++) {
            String name = name(in, version);
            headers.put(name, value(in));
        }
        return new StoredMessage(form, StoredOctets.piece(in), headers, storedAt);
    }

    private static String name(ByteBuf in, int version) throws IOException {
        int width = in.readByte();
        return version > NAMES_AS_TEXTS && width == CODE
                ? StoredNames.name(in.readUnsignedByte())
                : StoredOctets.text(width, in);
    }

    /** Whether a header's value can be kept. */
    static boolean keeps(Object value) {
        return value instanceof String
                || value instanceof Boolean
                || value instanceof Integer
                || value instanceof Long
                || value instanceof Double;
    }

    private static void value(ByteBuf out, Object value) {
        if (value instanceof String text) {
            out.writeByte('S');
            StoredOctets.text(out, text);
        } else if (value instanceof Boolean truth) {
            out.writeByte(truth ? 'T' : 'F');
        } else if (value instanceof Integer number) {
            out.writeByte('I');
            out.writeInt(number);
        } else if (value instanceof Long number) {
            out.writeByte('L');
            out.writeLong(number);
        } else {
            out.writeByte('D');
            out.writeDouble((Double) value);
        }
    }

    private static Object value(ByteBuf in) throws IOException {
        byte type = in.readByte();
        return switch (type) {
            case 'S' -> StoredOctets.text(in);
            case 'T' -> Boolean.TRUE;
            case 'F' -> Boolean.FALSE;
            case 'I' -> in.readInt();
            case 'L' -> in.readLong();
            case 'D' -> in.readDouble();
            default -> throw new IOException("a stored header of the unknown type " + type);
        };
    }
}
