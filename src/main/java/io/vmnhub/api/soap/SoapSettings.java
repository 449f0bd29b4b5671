// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.api.soap;

import io.vmnhub.http.AllowedPorts;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How one application may use the SOAP interfaces of the hub.
 *
 * @param username by which it shows who it is
 * @param password known to the hub, because a password digest cannot be checked otherwise
 * @param delivery what becomes of a message that has been handed out
 * @param lease with {@link Delivery#AT_LEAST_ONCE}: after which a message that was not confirmed is handed out again
 * @param maxBatchSize messages that one call hands out at most
 * @param requestsPerSecond beyond which calls are refused
 * @param allowPrivateTargets whether notifications may go to private addresses
 * @param notifyPorts to which ports they may go
 * @param notification what notifications show to the application; empty for nothing
 */
public record SoapSettings(
        String username,
        String password,
        Delivery delivery,
        Duration lease,
        int maxBatchSize,
        int requestsPerSecond,
        boolean allowPrivateTargets,
        AllowedPorts notifyPorts,
        Optional<Credentials> notification) {

    public static final Duration LEASE = Duration.ofSeconds(30);
    public static final int MAX_BATCH_SIZE = 100;
    public static final int REQUESTS_PER_SECOND = 50;

    /** Parlay X has no confirmation: what a message that was handed out counts as. */
    public enum Delivery {
        /** As the standard has it: what is handed out is gone from the inbox. */
        AT_MOST_ONCE,
        /** Confirmed by the next call on the same connection, else handed out again after the lease. */
        AT_LEAST_ONCE
    }

    /** How notifications show who sends them. */
    public enum Authentication {
        /** HTTP basic. */
        BASIC,
        /** A user name token with the password. */
        PASSWORD_TEXT,
        /** A user name token with a digest of the password. */
        PASSWORD_DIGEST
    }

    /** What notifications show. */
    public record Credentials(Authentication authentication, String username, String password) {

        public Credentials {
            Objects.requireNonNull(authentication, "authentication");
            Objects.requireNonNull(username, "username");
            Objects.requireNonNull(password, "password");
        }

        /** The password stays out of logs. */
        @Override
        public String toString() {
            return "Credentials[" + authentication + ", " + username + "]";
        }
    }

    public SoapSettings {
        Objects.requireNonNull(delivery, "delivery");
        Objects.requireNonNull(lease, "lease");
        Objects.requireNonNull(notifyPorts, "notifyPorts");
        Objects.requireNonNull(notification, "notification");
        if (username.isBlank() || password.isBlank()) {
            throw new IllegalArgumentException("username and password must not be empty");
        }
        if (maxBatchSize < 1 || requestsPerSecond < 1) {
            throw new IllegalArgumentException("maxBatchSize and requestsPerSecond must be above zero");
        }
    }

    /** The passwords stay out of logs. */
    @Override
    public String toString() {
        return "SoapSettings[" + username + ", " + delivery + "]";
    }
}
