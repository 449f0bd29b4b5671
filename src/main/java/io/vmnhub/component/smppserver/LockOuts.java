package io.vmnhub.component.smppserver;

import io.vmnhub.smpp.SmppSettings.Guard;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Remembers wrong binds by address and by account. An address that has once bound to an account is not locked out by what others do
 * to that account, so that nobody can keep a customer out. Thread-safe, bounded.
 */
final class LockOuts {

    private static final int MOST_REMEMBERED = 10_000;
    private static final Duration SLOWEST = Duration.ofSeconds(4);
    private static final Duration FIRST = Duration.ofMillis(250);

    private final Map<Object, Failures> failures = remembered();
    private final Map<Object, Boolean> known = remembered();
    private final LongSupplier nanoTime;

    LockOuts(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    private record Failures(int count, long last) { }

    private record Known(String account, InetAddress address) { }

    private static <V> Map<Object, V> remembered() {
        return new LinkedHashMap<>(64, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Object, V> eldest) {
                return size() > MOST_REMEMBERED;
            }
        };
    }

    synchronized boolean isLockedOut(InetAddress address, String account, Guard guard) {
        return count(address, guard) >= guard.wrongPasswords()
                || count(account, guard) >= guard.wrongPasswordsOfAccount() && !known.containsKey(new Known(account, address));
    }

    /** @return how long the answer to this wrong bind should wait: longer for each */
    synchronized Duration failed(InetAddress address, String account, Guard guard) {
        int count = fail(address, guard);
        fail(account, guard);
        return FIRST.multipliedBy(1L << Math.min(count - 1, 4)).compareTo(SLOWEST) < 0 ? FIRST.multipliedBy(1L << count - 1) : SLOWEST;
    }

    synchronized void succeeded(InetAddress address, String account) {
        failures.remove(address);
        known.put(new Known(account, address), true);
    }

    private int fail(Object who, Guard guard) {
        int count = count(who, guard) + 1;
        failures.put(who, new Failures(count, nanoTime.getAsLong()));
        return count;
    }

    private int count(Object who, Guard guard) {
        Failures so = failures.get(who);
        return so == null || nanoTime.getAsLong() - so.last > guard.lockOut().toNanos() ? 0 : so.count;
    }
}
