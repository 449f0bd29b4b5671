// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cluster.grid;

import io.vmnhub.cluster.Octets;

/**
 * What one node asks another.
 *
 * @param service who is to answer there
 */
record Request(String service, byte[] body) {

    private static final int FORM = 1;

    byte[] octets() {
        return Octets.of(FORM, out -> {
            out.writeUTF(service);
            out.write(body);
        });
    }

    /**
     * @throws IllegalArgumentException when it is none that this version knows; its message is for the node that asks
     */
    static Request read(byte[] octets) {
        return Octets.read(FORM, "a request", octets, in -> new Request(in.readUTF(), in.readAllBytes()));
    }
}
