// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cluster;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What nodes send to each other, field by field, behind an octet with the number of its form. Later versions only
 * append to a form, which earlier ones pass over; what is not understood without the rest gets the next number, which
 * earlier versions refuse in words that say so.
 */
public final class Octets {

    /** Writes the fields. */
    public interface Form {
        void write(DataOutputStream out) throws IOException;
    }

    /** Reads the fields. */
    public interface Reader<T> {
        T read(DataInputStream in) throws IOException;
    }

    private Octets() {}

    /** @param number of the form, 1 to 127 */
    public static byte[] of(int number, Form form) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try {
            DataOutputStream out = new DataOutputStream(octets);
            out.writeByte(number);
            form.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes what is written to it", e);
        }
        return octets.toByteArray();
    }

    /**
     * @param number of the form that this version of the hub knows
     * @param what they are, for the exception: {@code a member}
     * @throws IllegalArgumentException when they are of another form, cut, or none of these
     */
    public static <T> T read(int number, String what, byte[] octets, Reader<T> form) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(octets))) {
            int found = in.readByte();
            if (found != number) {
                throw new IllegalArgumentException(what + " in format " + found + ", and this version of the hub knows"
                        + " format " + number + (found > number ? ": upgrade this node" : ": upgrade the other node"));
            }
            return form.read(in);
        } catch (EOFException e) {
            throw new IllegalArgumentException(what + " that is cut after " + octets.length + " octets", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(what + " that cannot be read", e);
        }
    }
}
