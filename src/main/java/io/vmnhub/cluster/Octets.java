// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cluster;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes what nodes send to each other, field by field. */
public final class Octets {

    /** Writes the fields. */
    public interface Form {
        void write(DataOutputStream out) throws IOException;
    }

    private Octets() {}

    public static byte[] of(Form form) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try {
            form.write(new DataOutputStream(octets));
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes what is written to it", e);
        }
        return octets.toByteArray();
    }
}
