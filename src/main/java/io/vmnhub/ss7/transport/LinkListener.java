// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7.transport;

import io.netty.buffer.ByteBuf;

/**
 * Who uses a link. Called on event loop threads, one call at a time for one connection: implementations return at once.
 */
public interface LinkListener {

    /** The association is connected. */
    void up();

    /**
     * The association is lost; nothing more comes of it.
     *
     * @param reason why, in a few words
     */
    void down(String reason);

    /**
     * A message whose version, class, type and length are right.
     *
     * @param message the listener releases it
     * @param stream the SCTP stream it came on; 0 over TCP
     */
    void message(ByteBuf message, int stream);
}
