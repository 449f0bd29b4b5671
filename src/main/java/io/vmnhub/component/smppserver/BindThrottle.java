// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import io.vmnhub.smpp.SmppSettings.Guard;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What wrong binds cost: the address that they come from, never the account that they guess at.
 *
 * <ol>
 *   <li>Each wrong bind from an address is answered later than the one before; after {@link Guard#wrongPasswords()} the
 *       address is locked out.
 *   <li>After {@link Guard#wrongPasswordsOfAccount()} wrong passwords to an account, from wherever, all binds to it
 *       from addresses that have never bound to it are answered late, the right ones too: nobody learns faster by
 *       closing early.
 * </ol>
 *
 * An IPv6 address counts as its /64, which one subscriber has to himself. Thread-safe, bounded.
 */
final class BindThrottle {

    private static final int MOST_REMEMBERED = 10_000;
    private static final Duration FIRST = Duration.ofMillis(250);
    private static final Duration SLOWEST = Duration.ofSeconds(4);
    private static final int DOUBLINGS = 4;
    /** Within what ESMEs wait for the response to their bind. */
    private static final Duration STRANGER = Duration.ofSeconds(2);

    private static final int IPV6_NETWORK_OCTETS = 8;

    private final Map<String, Failures> addresses = remembered();
    private final Map<String, Failures> accounts = remembered();
    private final KnownAddresses known;
    private final LongSupplier nanoTime;

    private record Failures(int count, long last) {}

    /** @param nanoTime as {@link System#nanoTime()} */
    BindThrottle(KnownAddresses known, LongSupplier nanoTime) {
        this.known = known;
        this.nanoTime = nanoTime;
    }

    private static Map<String, Failures> remembered() {
        return new LinkedHashMap<>(64, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
                return size() > MOST_REMEMBERED;
            }
        };
    }

    synchronized boolean isLockedOut(InetAddress address, Guard guard) {
        return count(addresses, network(address), guard) >= guard.wrongPasswords();
    }

    /**
     * A bind with a name that no account has.
     *
     * @return how long its answer is to wait
     */
    synchronized Duration wrongName(InetAddress address, Guard guard) {
        return delay(fail(addresses, network(address), guard));
    }

    /**
     * A bind to an account with a wrong password.
     *
     * @return how long its answer is to wait
     */
    synchronized Duration wrongPassword(InetAddress address, String account, Guard guard) {
        Duration ofAddress = delay(fail(addresses, network(address), guard));
        fail(accounts, account, guard);
        Duration ofAccount = rightPassword(address, account, guard);
        return ofAddress.compareTo(ofAccount) > 0 ? ofAddress : ofAccount;
    }

    /** @return how long the answer to a bind with the right password is to wait */
    synchronized Duration rightPassword(InetAddress address, String account, Guard guard) {
        boolean guessedAt = count(accounts, account, guard) >= guard.wrongPasswordsOfAccount();
        return guessedAt && !known.contains(account, network(address)) ? STRANGER : Duration.ZERO;
    }

    /** Whether some account has bound from there. */
    boolean knows(InetAddress address) {
        return known.contains(network(address));
    }

    /** A session has bound: its address is no stranger's from now on. */
    void bound(InetAddress address, String account) {
        synchronized (this) {
            addresses.remove(network(address));
        }
        known.add(account, network(address));
    }

    /** What is locked out or slowed down now, the latest wrong bind first. */
    synchronized List<BindLock> locks(Guard guard) {
        List<BindLock> locks = new ArrayList<>();
        addLocks(locks, addresses, BindLock.Kind.ADDRESS, guard.wrongPasswords(), guard);
        addLocks(locks, accounts, BindLock.Kind.ACCOUNT, guard.wrongPasswordsOfAccount(), guard);
        locks.sort((one, other) -> other.until().compareTo(one.until()));
        return locks;
    }

    private void addLocks(
            List<BindLock> locks, Map<String, Failures> failures, BindLock.Kind kind, int most, Guard guard) {
        long now = nanoTime.getAsLong();
        Instant time = Instant.now();
        failures.forEach((name, failed) -> {
            long left = guard.lockOut().toNanos() - (now - failed.last);
            if (left >= 0 && failed.count >= most) {
                locks.add(new BindLock(kind, name, failed.count, time.plusNanos(left)));
            }
        });
    }

    /**
     * Forgets the wrong binds of an address or of an account.
     *
     * @return false when it had none
     */
    synchronized boolean lift(String name) {
        boolean account = accounts.remove(name) != null;
        return addresses.remove(name) != null || account;
    }

    private static Duration delay(int failures) {
        Duration delay = FIRST.multipliedBy(1L << Math.min(failures - 1, DOUBLINGS));
        return delay.compareTo(SLOWEST) < 0 ? delay : SLOWEST;
    }

    private int fail(Map<String, Failures> failures, String name, Guard guard) {
        int count = count(failures, name, guard) + 1;
        failures.put(name, new Failures(count, nanoTime.getAsLong()));
        return count;
    }

    private int count(Map<String, Failures> failures, String name, Guard guard) {
        Failures so = failures.get(name);
        return so == null || nanoTime.getAsLong() - so.last > guard.lockOut().toNanos() ? 0 : so.count;
    }

    /** {@code 192.0.2.1}, {@code 2001:db8:0:1:0:0:0:0}: all of its /64. */
    static String network(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address.getHostAddress();
        }
        try {
            return InetAddress.getByAddress(Arrays.copyOf(
                            Arrays.copyOf(address.getAddress(), IPV6_NETWORK_OCTETS), address.getAddress().length))
                    .getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("16 octets are an IPv6 address", e);
        }
    }
}
