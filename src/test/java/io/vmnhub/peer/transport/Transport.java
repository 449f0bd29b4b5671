// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer.transport;

import java.io.IOException;
import java.util.function.Consumer;

/** An open TCP connection or SCTP association that carries M3UA. Sending is thread-safe. */
public interface Transport extends AutoCloseable {

    int M3UA_PPID = 3;

    /** Starts the reader; PDUs go to the first, the end of the connection (with its reason, or null) to the second. */
    void start(Consumer<Received> receiver, Consumer<Exception> closed);

    void send(byte[] pdu, int stream) throws IOException;

    /**
     * Any bytes: into the TCP stream as they are, over SCTP as one user message with this payload protocol identifier.
     */
    void sendRaw(byte[] bytes, int stream, int ppid) throws IOException;

    /** Streams that can be sent on. */
    int streams();

    boolean isOpen();

    /** Sends no more; what comes is taken until the other side ends it too. */
    void finish();

    /** Ends it in order (FIN, SHUTDOWN). */
    @Override
    void close();

    /** Ends it at once (RST, ABORT). */
    void abort();

    /** Waits for and opens connections. */
    interface Listener extends AutoCloseable {

        int port();

        @Override
        void close();
    }
}
