// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.http;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;

/**
 * The addresses that a destination's host stands for, looked up and checked before anything connects: what is connected
 * to is the very address that was checked, whatever the name service says a moment later. Addresses are looked up again
 * after {@value #HOLD_SECONDS} seconds, in the background for as long as they are younger than {@value #STALE_SECONDS};
 * when the name service fails the last ones are kept. A name service that hangs holds up {@value #LOOKUPS} threads that
 * do nothing else, and messages for hosts that have not been looked up yet. Thread-safe.
 */
final class TargetAddresses implements AutoCloseable {

    static final int HOLD_SECONDS = 30;
    static final int STALE_SECONDS = 300;
    private static final int LOOKUPS = 8;

    private final WorkerExecutor lookups;
    private final String host;
    private final int port;
    private final boolean allowPrivate;
    private final NameService names;
    private final Duration hold;
    private final Duration stale;
    private List<SocketAddress> servers = List.of();
    private long lookedUp;
    private int turn;
    private Future<SocketAddress> pending;

    TargetAddresses(Vertx vertx, String host, int port, boolean allowPrivate, NameService names) {
        this(
                vertx,
                host,
                port,
                allowPrivate,
                names,
                Duration.ofSeconds(HOLD_SECONDS),
                Duration.ofSeconds(STALE_SECONDS));
    }

    TargetAddresses(
            Vertx vertx,
            String host,
            int port,
            boolean allowPrivate,
            NameService names,
            Duration hold,
            Duration stale) {
        this.lookups = vertx.createSharedWorkerExecutor("webhook-names", LOOKUPS);
        this.host = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        this.port = port;
        this.allowPrivate = allowPrivate;
        this.names = names;
        this.hold = hold;
        this.stale = stale;
    }

    /** @throws IllegalArgumentException when the host is written as an address that is not allowed */
    void refuseWrittenAddress() {
        boolean written = host.indexOf(':') >= 0 || host.matches("[0-9.]+") || host.equalsIgnoreCase("localhost");
        try {
            if (written && !allowed(InetAddress.getByName(host))) {
                throw new IllegalArgumentException(refusal());
            }
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(host + " is not an address", e);
        }
    }

    /**
     * Where to connect now. Fails with a {@link CallFailedException} when there is no address, or none that is allowed.
     */
    synchronized Future<SocketAddress> next() {
        long age = System.nanoTime() - lookedUp;
        if (servers.isEmpty() || age >= hold.toNanos()) {
            Future<SocketAddress> looked = lookUp();
            return servers.isEmpty() || age >= stale.toNanos() ? looked : Future.succeededFuture(current());
        }
        return Future.succeededFuture(current());
    }

    private Future<SocketAddress> lookUp() {
        if (pending == null) {
            Future<SocketAddress> looked =
                    lookups.executeBlocking(() -> names.addresses(host), false).transform(this::take);
            pending = looked.isComplete() ? null : looked;
            return looked;
        }
        return pending;
    }

    private synchronized Future<SocketAddress> take(AsyncResult<InetAddress[]> found) {
        pending = null;
        if (found.failed() && servers.isEmpty()) {
            return Future.failedFuture(
                    CallFailedException.theirs("not sent: the host " + host + " is not known", found.cause()));
        }
        lookedUp = System.nanoTime();
        if (found.succeeded()) {
            List<InetAddress> addresses = List.of(found.result());
            if (addresses.isEmpty() || !addresses.stream().allMatch(this::allowed)) {
                servers = List.of();
                return Future.failedFuture(CallFailedException.ours("not sent: " + refusal()));
            }
            servers = addresses.stream()
                    .map(address -> SocketAddress.inetSocketAddress(port, address.getHostAddress()))
                    .toList();
        }
        return Future.succeededFuture(current());
    }

    /** The address just given did not take a connection: the next attempt tries another, if there is one. */
    synchronized void tryAnother() {
        turn++;
    }

    private SocketAddress current() {
        return servers.get(Math.floorMod(turn, servers.size()));
    }

    private boolean allowed(InetAddress address) {
        return allowPrivate || PublicAddresses.contains(address);
    }

    private String refusal() {
        return "the host " + host
                + " leads to a private, loopback or link-local address, which a webhook delivers to only with "
                + "allowPrivateTargets: true";
    }

    @Override
    public void close() {
        lookups.close();
    }
}
