// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports the hub's state to systemd, where it is a service with {@code Type=notify}; elsewhere it does nothing. Java
 * 17 has no datagram sockets of the local kind, so {@code systemd-notify} writes to {@code NOTIFY_SOCKET}
 * ({@code NotifyAccess=all}).
 */
final class ServiceNotification {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceNotification.class);
    private static final int SECONDS = 10;

    private final boolean expected;

    /** @param socket the value of {@code NOTIFY_SOCKET}; null or empty when nobody waits for a notification */
    ServiceNotification(String socket) {
        this.expected = socket != null && !socket.isEmpty();
    }

    /** All routes run and all ports listen. */
    void ready() {
        send("--ready");
    }

    /** The hub drains and stops. */
    void stopping() {
        send("--stopping");
    }

    private void send(String state) {
        if (!expected) {
            return;
        }
        try {
            Process process =
                    new ProcessBuilder("systemd-notify", state).inheritIO().start();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                LOG.warn("systemd-notify {} has not ended within {} s", state, SECONDS);
            } else if (process.exitValue() != 0) {
                LOG.warn("systemd-notify {} ended with status {}", state, process.exitValue());
            }
        } catch (IOException e) {
            LOG.warn(
                    "systemd waits for the start, but systemd-notify cannot be run ({}): set Type=exec in the unit",
                    e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
