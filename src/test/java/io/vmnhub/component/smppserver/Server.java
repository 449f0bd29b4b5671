// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vmnhub.smpp.EsmeAccount;
import io.vmnhub.smpp.SmppSettings;
import io.vmnhub.smpp.SmppSettings.Guard;
import io.vmnhub.smpp.SmppSettings.Listener;
import io.vmnhub.smpp.SmppSettings.Tls;
import io.vmnhub.sms.MapUserErrorException;
import io.vmnhub.sms.ShortMessage;
import io.vmnhub.tls.CertificateWatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** An SMPP server on free ports of this machine, for tests. */
final class Server implements AutoCloseable {

    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final CertificateWatch certificates = new CertificateWatch(metrics);
    final SmppServer server;
    private final List<Listener> listeners;
    private final Guard guard;

    private Server(Guard guard, Optional<Tls> tls, List<EsmeAccount> accounts, Optional<Path> known)
            throws IOException {
        this.guard = guard;
        listeners = new ArrayList<>(List.of(new Listener("127.0.0.1", 0, Optional.empty())));
        tls.ifPresent(secured -> listeners.add(new Listener("127.0.0.1", 0, tls)));
        server = new SmppServer(settings(accounts), metrics, certificates, 4, known);
        server.start();
    }

    static Server with(Accounts... accounts) throws IOException {
        return new Server(Guard.DEFAULT, Optional.empty(), built(accounts), Optional.empty());
    }

    static Server guarded(Guard guard, Accounts... accounts) throws IOException {
        return new Server(guard, Optional.empty(), built(accounts), Optional.empty());
    }

    /** @param known where the addresses that accounts have bound from are kept */
    static Server remembering(Path known, Guard guard, Accounts... accounts) throws IOException {
        return new Server(guard, Optional.empty(), built(accounts), Optional.of(known));
    }

    static Server secured(Tls tls, Accounts... accounts) throws IOException {
        return secured(tls, Guard.DEFAULT, accounts);
    }

    static Server secured(Tls tls, Guard guard, Accounts... accounts) throws IOException {
        return new Server(guard, Optional.of(tls), built(accounts), Optional.empty());
    }

    private static List<EsmeAccount> built(Accounts... accounts) {
        return List.of(accounts).stream().map(Accounts::build).toList();
    }

    private SmppSettings settings(List<EsmeAccount> accounts) {
        return new SmppSettings("vmnhub", listeners, guard, accounts);
    }

    void reload(Accounts... accounts) throws IOException {
        server.reload(settings(built(accounts)));
    }

    int port() {
        return server.ports().get(0);
    }

    int tlsPort() {
        return server.ports().get(1);
    }

    int bound() {
        return server.sessions().size();
    }

    /** Done with null when it was confirmed, with what the network is told otherwise. */
    CompletableFuture<MapUserErrorException> deliver(ShortMessage message) {
        CompletableFuture<MapUserErrorException> end = new CompletableFuture<>();
        server.deliver("acme", message, "demo", failure -> {
            if (!end.complete(failure)) {
                throw new IllegalStateException("a message has ended twice");
            }
        });
        return end;
    }

    double counted(String name, String tag, String value) {
        return metrics.find(name).tag(tag, value).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    @Override
    public void close() {
        server.stop();
    }
}
