package io.vmnhub.northbound.webhook;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;

/**
 * The addresses that a destination's host stands for, looked up and checked before anything connects: what is connected to is the very
 * address that was checked, whatever the name service says a moment later. Addresses hold for {@value #HOLD_SECONDS} seconds; when the
 * name service fails the last ones are kept. Thread-safe.
 */
final class TargetAddresses {

    static final int HOLD_SECONDS = 30;

    /** A name service. May block. */
    interface NameService {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    private final Vertx vertx;
    private final String host;
    private final int port;
    private final boolean allowPrivate;
    private final NameService names;
    private final Duration hold;
    private List<InetAddress> addresses = List.of();
    private long lookedUp;
    private int turn;
    private Future<SocketAddress> pending;

    TargetAddresses(Vertx vertx, String host, int port, boolean allowPrivate) {
        this(vertx, host, port, allowPrivate, InetAddress::getAllByName, Duration.ofSeconds(HOLD_SECONDS));
    }

    TargetAddresses(Vertx vertx, String host, int port, boolean allowPrivate, NameService names, Duration hold) {
        this.vertx = vertx;
        this.host = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        this.port = port;
        this.allowPrivate = allowPrivate;
        this.names = names;
        this.hold = hold;
    }

    /** @throws IllegalArgumentException when the host is written as an address that is not allowed */
    void refuseWrittenAddress() {
        boolean written = host.indexOf(':') >= 0 || host.matches("[0-9.]+") || host.equalsIgnoreCase("localhost");
        try {
            if (written && !allowed(InetAddress.getByName(host))) {
                throw new IllegalArgumentException(refusal());
            }
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(host + " is no address", e);
        }
    }

    /** Where to connect now. Fails with a {@link CallFailedException} when there is no address, or none that is allowed. */
    synchronized Future<SocketAddress> next() {
        if (!addresses.isEmpty() && System.nanoTime() - lookedUp < hold.toNanos()) {
            return Future.succeededFuture(current());
        }
        if (pending == null) {
            pending = vertx.executeBlocking(() -> names.addresses(host), false).transform(found -> {
                synchronized (this) {
                    pending = null;
                    if (found.succeeded()) {
                        addresses = List.of(found.result());
                    } else if (addresses.isEmpty()) {
                        return Future.failedFuture(CallFailedException.theirs("not sent: the host " + host + " is not known", found.cause()));
                    }
                    lookedUp = System.nanoTime();
                    if (addresses.isEmpty() || !addresses.stream().allMatch(this::allowed)) {
                        addresses = List.of();
                        return Future.failedFuture(CallFailedException.ours("not sent: " + refusal()));
                    }
                    return Future.succeededFuture(current());
                }
            });
        }
        return pending;
    }

    /** The address just given did not take a connection: the next attempt tries another, if there is one. */
    synchronized void tryAnother() {
        turn++;
    }

    private SocketAddress current() {
        InetAddress address = addresses.get(Math.floorMod(turn, addresses.size()));
        return SocketAddress.inetSocketAddress(port, address.getHostAddress());
    }

    private boolean allowed(InetAddress address) {
        return allowPrivate || PublicAddresses.contains(address);
    }

    private String refusal() {
        return "the host " + host + " leads to a private, loopback or link-local address, which a webhook delivers to only with allowPrivateTargets: true";
    }
}
