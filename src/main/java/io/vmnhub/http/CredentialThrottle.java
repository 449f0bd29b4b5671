// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Wrong credentials cost the address that they come from: after {@value #FREE} of them each request of that address
 * waits, without a thread, before it is looked at, right or wrong, so that nobody learns faster by giving up early.
 * Credentials that have been right from an address before are not held up there. A wrong one is forgiven a minute. Of
 * one address {@value #MOST_WAITING} requests wait at most; what goes beyond is refused at once. Thread-safe, bounded.
 */
public final class CredentialThrottle {

    static final int FREE = 5;
    static final int MOST_WAITING = 20;
    static final Duration FIRST = Duration.ofMillis(250);
    static final Duration SLOWEST = Duration.ofSeconds(4);
    private static final int MOST_ADDRESSES = 50_000;
    private static final int MOST_KNOWN = 50_000;
    private static final int MOST_FAILURES = 30;
    private static final long FORGIVEN_NANOS = Duration.ofMinutes(1).toNanos();

    private final LongSupplier nanoTime;
    private final Cache<String, Address> addresses;
    private final Cache<String, Boolean> known = Caffeine.newBuilder()
            .maximumSize(MOST_KNOWN)
            .expireAfterAccess(Duration.ofDays(7))
            .build();
    private final byte[] salt = new byte[16];
    private final Counter wrong;
    private final Counter slowed;
    private final Counter refused;

    private static final class Address {

        private final AtomicInteger waiting = new AtomicInteger();
        private int failures;
        private long last;
    }

    /** @param door for the metrics: {@code rest}, {@code soap}, {@code management} */
    public CredentialThrottle(String door, MeterRegistry registry) {
        this(door, registry, System::nanoTime);
    }

    CredentialThrottle(String door, MeterRegistry registry, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        addresses = Caffeine.newBuilder()
                .maximumSize(MOST_ADDRESSES)
                .expireAfterAccess(Duration.ofMinutes(MOST_FAILURES + 1L))
                .build();
        new SecureRandom().nextBytes(salt);
        wrong = counter(door, "wrong", registry);
        slowed = counter(door, "slowed", registry);
        refused = counter(door, "refused", registry);
    }

    private static Counter counter(String door, String outcome, MeterRegistry registry) {
        return Counter.builder("vmnhub.http.credentials")
                .description("Requests with wrong credentials, and those held up or refused because of them")
                .tag("interface", door)
                .tag("outcome", outcome)
                .register(registry);
    }

    /** The client of a request. */
    public static String client(RoutingContext request) {
        return ClientAddress.of(request.request().remoteAddress());
    }

    /**
     * Looks at a request now or later, on its event loop.
     *
     * @param credential what it shows; empty when that is not known yet
     * @param tooMany what happens in place of {@code look} when too many wait
     */
    public void admit(RoutingContext request, String credential, Runnable look, Runnable tooMany) {
        String client = client(request);
        Duration delay = delay(client, credential);
        if (delay.isZero()) {
            look.run();
            return;
        }
        Address address = addresses.get(client, added -> new Address());
        if (address.waiting.incrementAndGet() > MOST_WAITING) {
            address.waiting.decrementAndGet();
            refused.increment();
            tooMany.run();
            return;
        }
        slowed.increment();
        request.vertx().setTimer(delay.toMillis(), timer -> {
            address.waiting.decrementAndGet();
            look.run();
        });
    }

    Duration delay(String client, String credential) {
        Address address = addresses.getIfPresent(client);
        if (address == null || !credential.isEmpty() && known.getIfPresent(key(client, credential)) != null) {
            return Duration.ZERO;
        }
        int failures = failures(address);
        if (failures < FREE) {
            return Duration.ZERO;
        }
        Duration delay = FIRST.multipliedBy(1L << Math.min(failures - FREE, 10));
        return delay.compareTo(SLOWEST) < 0 ? delay : SLOWEST;
    }

    private int failures(Address address) {
        synchronized (address) {
            long forgiven = (nanoTime.getAsLong() - address.last) / FORGIVEN_NANOS;
            return (int) Math.max(0, address.failures - forgiven);
        }
    }

    public void wrong(String client) {
        wrong.increment();
        Address address = addresses.get(client, added -> new Address());
        synchronized (address) {
            address.failures = Math.min(MOST_FAILURES, failures(address) + 1);
            address.last = nanoTime.getAsLong();
        }
    }

    /** @param credential as given to {@link #admit} */
    public void right(String client, String credential) {
        if (!credential.isEmpty()) {
            known.put(key(client, credential), true);
        }
    }

    /** No credential stays in the memory. */
    private String key(String client, String credential) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(salt);
            digest.update(client.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            return HexFormat.of().formatHex(digest.digest(credential.getBytes(StandardCharsets.UTF_8)), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
