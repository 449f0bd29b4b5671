// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import io.netty.channel.Channel;
import io.vmnhub.smpp.SmppSettings.Listener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ports that are open, and their certificates. Thread-safe. */
final class SmppListeners implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SmppServer.class);

    private final SmppTransport transport;
    private final BiConsumer<SmppListener, Channel> initializer;
    private final List<SmppListener> smppListeners = new ArrayList<>();
    /** What has been told of certificates that cannot be used, so that it is reported once. */
    private final Map<Listener, String> complaints = new HashMap<>();

    /** @param initializer makes the pipeline of each connection */
    SmppListeners(SmppTransport transport, BiConsumer<SmppListener, Channel> initializer) {
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
        complaints.keySet().retainAll(wanted);
        List<SmppListener> opened = new ArrayList<>();
        try {
            for (Listener listener : wanted) {
                if (smppListeners.stream()
                        .noneMatch(smppListener -> smppListener.listener().equals(listener))) {
                    opened.add(new SmppListener(listener, transport, initializer));
                }
            }
        } catch (IOException e) {
            opened.forEach(SmppListener::close);
            throw e;
        }
        smppListeners.addAll(opened);
        opened.forEach(smppListener -> LOG.info("SMPP listens at {}", smppListener.listener()));
    }

    /**
     * Takes what has been renewed, for connections to come. What cannot be used is reported once, and the old stays.
     */
    synchronized void renewCertificates() {
        for (SmppListener smppListener : smppListeners) {
            try {
                if (smppListener.renewCertificate()) {
                    complaints.remove(smppListener.listener());
                    LOG.info("SMPP at {} has the certificate as it is now", smppListener.listener());
                }
            } catch (IOException e) {
                if (!String.valueOf(e.getMessage())
                        .equals(complaints.put(smppListener.listener(), String.valueOf(e.getMessage())))) {
                    LOG.error(
                            "SMPP at {} stays with the certificate it had: {}",
                            smppListener.listener(),
                            e.getMessage());
                }
            }
        }
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
