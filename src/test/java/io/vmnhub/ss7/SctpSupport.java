// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import com.sun.nio.sctp.SctpChannel;
import java.io.IOException;

/** Whether the kernel under this JVM speaks SCTP. */
public final class SctpSupport {

    private SctpSupport() {}

    public static boolean isAvailable() {
        try (SctpChannel channel = SctpChannel.open()) {
            return channel.isOpen();
        } catch (IOException | UnsupportedOperationException | LinkageError e) {
            return false;
        }
    }
}
