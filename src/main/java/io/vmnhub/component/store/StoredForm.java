// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.store;

import io.vmnhub.component.store.StoredMessage.Form;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * The octets of a stored message: a version, the form, the time, the headers with their types, the body. All in one
 * piece, because the broker's own properties cost several times as much, for each header again.
 */
final class StoredForm {

    private static final int VERSION = 1;
    private static final int USUAL_OCTETS = 2_048;

    private StoredForm() {}

    static byte[] octets(StoredMessage message) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(USUAL_OCTETS);
        try (DataOutputStream out = new DataOutputStream(octets)) {
            out.writeByte(VERSION);
            out.writeByte(message.form().code());
            out.writeLong(message.storedAt().toEpochMilli());
            out.writeInt(message.headers().size());
            for (Map.Entry<String, Object> header : message.headers().entrySet()) {
                text(out, header.getKey());
                value(out, header.getValue());
            }
            piece(out, message.body());
        } catch (IOException e) {
            throw new IllegalStateException("memory that cannot be written", e);
        }
        return octets.toByteArray();
    }

    /** @throws IOException when these are not octets that {@link #octets} has made */
    static StoredMessage message(byte[] octets) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(octets));
        int version = in.readByte();
        if (version != VERSION) {
            throw new IOException("a stored message of version " + version + ", and this hub knows " + VERSION);
        }
        int code = in.readByte();
        Form form = Form.of(code).orElseThrow(() -> new IOException("a stored message of the unknown form " + code));
        Instant storedAt = Instant.ofEpochMilli(in.readLong());
        int count = in.readInt();
        Map<String, Object> headers = new HashMap<>();
        for (int i = 0; i < count; i++) {
            String name = text(in);
            headers.put(name, value(in));
        }
        return new StoredMessage(form, piece(in), headers, storedAt);
    }

    /** Whether a header's value can be kept. */
    static boolean keeps(Object value) {
        return value instanceof String
                || value instanceof Boolean
                || value instanceof Integer
                || value instanceof Long
                || value instanceof Double;
    }

    private static void value(DataOutputStream out, Object value) throws IOException {
        if (value instanceof String text) {
            out.writeByte('S');
            text(out, text);
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

    private static Object value(DataInputStream in) throws IOException {
        byte type = in.readByte();
        return switch (type) {
            case 'S' -> text(in);
            case 'T' -> Boolean.TRUE;
            case 'F' -> Boolean.FALSE;
            case 'I' -> in.readInt();
            case 'L' -> in.readLong();
            case 'D' -> in.readDouble();
            default -> throw new IOException("a stored header of the unknown type " + type);
        };
    }

    /**
     * One octet a character where that is enough, else two; no charset, for one would replace half of a surrogate pair,
     * which a part may end in.
     */
    private static void text(DataOutputStream out, String text) throws IOException {
        boolean narrow = text.chars().allMatch(c -> c < 0x100);
        out.writeByte(narrow ? 1 : 2);
        if (narrow) {
            piece(out, text.getBytes(StandardCharsets.ISO_8859_1));
        } else {
            out.writeInt(2 * text.length());
            out.writeChars(text);
        }
    }

    private static String text(DataInputStream in) throws IOException {
        int width = in.readByte();
        byte[] octets = piece(in);
        if (width == 1) {
            return new String(octets, StandardCharsets.ISO_8859_1);
        }
        StringBuilder text = new StringBuilder(octets.length / 2);
        for (int i = 0; i + 1 < octets.length; i += 2) {
            text.append((char) ((octets[i] & 0xff) << 8 | octets[i + 1] & 0xff));
        }
        return text.toString();
    }

    private static void piece(DataOutputStream out, byte[] octets) throws IOException {
        out.writeInt(octets.length);
        out.write(octets);
    }

    private static byte[] piece(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("a stored message that is cut");
        }
        return in.readNBytes(length);
    }
}
