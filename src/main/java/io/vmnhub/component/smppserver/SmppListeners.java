// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import io.netty.channel.Channel;
import io.vmnhub.smpp.SmppSettings.Listener;
import io.vmnhub.tls.CertificateWatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ports that are open, and their certificates. Thread-safe. */
final class SmppListeners implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SmppServer.class);

    private final SmppTransport transport;
    private final CertificateWatch certificates;
    private final BiConsumer<SmppListener, Channel> initializer;
    private final List<SmppListener> smppListeners = new ArrayList<>();

    /** @param initializer makes the pipeline of each connection */
    SmppListeners(
            SmppTransport transport, CertificateWatch certificates, BiConsumer<SmppListener, Channel> initializer) {
        this.certificates = certificates;
        this.transport = transport;
        this.initializer = initializer;
    }

    /**
     * Opens and closes ports as far as they differ.
     *
     * @throws IOException when one cannot be opened: then none is that was not open before
     */
    synchronized void openAt(List<Listener> wanted) throws IOException {
        List<SmppListener> gone = smppListeners.stream()
                .filter(smppListener -> !wanted.contains(smppListener.listener()))
                .toList();
        gone.forEach(SmppListener::close);
        smppListeners.removeAll(gone);
        List<SmppListener> opened = new ArrayList<>();
        try {
            for (Listener listener : wanted) {
                if (smppListeners.stream()
                        .noneMatch(smppListener -> smppListener.listener().equals(listener))) {
                    opened.add(new SmppListener(listener, transport, certificates, initializer));
                }
            }
        } catch (IOException e) {
            opened.forEach(SmppListener::close);
            throw e;
        }
        smppListeners.addAll(opened);
        opened.forEach(smppListener -> LOG.info("SMPP listens at {}", smppListener.listener()));
    }

    /** In the order of the settings: what 0 has become. */
    synchronized List<Integer> ports() {
        return smppListeners.stream().map(SmppListener::port).toList();
    }

    @Override
    public synchronized void close() {
        smppListeners.forEach(SmppListener::close);
        smppListeners.clear();
    }
}
