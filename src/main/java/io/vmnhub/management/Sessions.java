// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/**
 * The sessions of browsers, in memory alone: a restart ends them all. Each lasts a fixed time from its sign-in; of more
 * than {@value #MOST} the one not used for the longest time ends. Thread-safe.
 */
public final class Sessions {

    static final int MOST = 1_000;
    private static final int SECRET_OCTETS = 32;

    private final SecureRandom random = new SecureRandom();
    private final Duration life;
    private final Clock clock;
    private final Cache<String, Session> sessions;

    /** @param life from the sign-in to the end of a session */
    public Sessions(Duration life) {
        this(life, Clock.systemUTC());
    }

    Sessions(Duration life, Clock clock) {
        this.life = life;
        this.clock = clock;
        Ticker ticker = () -> clock.millis() * 1_000_000;
        sessions = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(life)
                .ticker(ticker)
                .build();
    }

    Duration life() {
        return life;
    }

    Session begin(Operator operator) {
        Session session =
                new Session(secret(), secret(), operator, clock.instant().plus(life));
        sessions.put(session.id(), session);
        return session;
    }

    Optional<Session> find(String id) {
        return Optional.ofNullable(sessions.getIfPresent(id));
    }

    void end(Session session) {
        sessions.invalidate(session.id());
    }

    private String secret() {
        byte[] octets = new byte[SECRET_OCTETS];
        random.nextBytes(octets);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }
}
