// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.hlr;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A correlation IMSI and who may use it.
 *
 * @param imsi digits
 * @param msisdn the number that it stands for
 * @param callingTitle the SCCP calling title of the SMSC that has asked; empty without one
 * @param serviceCentre its MAP service centre
 * @param until when it is over, epoch milliseconds
 */
record CorrelationBinding(String imsi, String msisdn, String callingTitle, String serviceCentre, long until) {

    /** Whether it was given for this query. */
    boolean isFor(String title, String centre) {
        return callingTitle.equals(title) && serviceCentre.equals(centre);
    }

    /** What a file has of it. */
    byte[] octets() {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(64);
        try (DataOutputStream out = new DataOutputStream(octets)) {
            out.writeUTF(imsi);
            out.writeUTF(msisdn);
            out.writeUTF(callingTitle);
            out.writeUTF(serviceCentre);
            out.writeLong(until);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return octets.toByteArray();
    }

    static CorrelationBinding of(byte[] octets) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(octets));
        return new CorrelationBinding(in.readUTF(), in.readUTF(), in.readUTF(), in.readUTF(), in.readLong());
    }

    /** Without the numbers. */
    @Override
    public String toString() {
        return "CorrelationBinding";
    }
}
