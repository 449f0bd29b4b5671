// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer.wire;

/** Bytes that are not what the specification of their layer allows; the message names layer and field. */
public final class MalformedPduException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public MalformedPduException(String message) {
        super(message);
    }
}
