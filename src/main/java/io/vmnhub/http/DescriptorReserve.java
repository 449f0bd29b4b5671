// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.http;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/**
 * Keeps file descriptors free for signalling and for files: connections that are not signalling's are refused when
 * fewer than a quarter of all descriptors, or {@value #MOST}, are left. Looks at most every tenth of a second, since
 * looking costs. Thread-safe.
 */
public final class DescriptorReserve {

    static final int MOST = 256;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int LOOK_OPENED = 16;

    private final UnixOperatingSystemMXBean system =
            ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix ? unix : null;
    private long looked = System.nanoTime() - LOOK_NANOS;
    private long free;
    private int openedSince;

    /** Whether another descriptor may be opened; when it may, it counts as opened. */
    public synchronized boolean take() {
        if (system == null) {
            return true;
        }
        long now = System.nanoTime();
        long most = system.getMaxFileDescriptorCount();
        if (now - looked >= LOOK_NANOS || openedSince >= LOOK_OPENED) {
            looked = now;
            openedSince = 0;
            free = most - system.getOpenFileDescriptorCount();
        }
        if (free - openedSince <= Math.min(MOST, most / 4)) {
            return false;
        }
        openedSince++;
        return true;
    }
}
