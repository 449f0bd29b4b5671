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
final class Doors implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SmppServer.class);

    private final SmppTransport transport;
    private final BiConsumer<Door, Channel> initializer;
    private final List<Door> doors = new ArrayList<>();
    /** What has been told of certificates that cannot be used, so that it is told once. */
    private final Map<Listener, String> complaints = new HashMap<>();

    /** @param initializer makes the pipeline of each connection */
    Doors(SmppTransport transport, BiConsumer<Door, Channel> initializer) {
        this.transport = transport;
        this.initializer = initializer;
    }

    /**
     * Opens and closes ports as far as they differ.
     *
     * @throws IOException when one cannot be opened: then none is that was not open before
     */
    synchronized void openAt(List<Listener> wanted) throws IOException {
        List<Door> gone = doors.stream().filter(door -> !wanted.contains(door.listener())).toList();
        gone.forEach(Door::close);
        doors.removeAll(gone);
        complaints.keySet().retainAll(wanted);
        List<Door> opened = new ArrayList<>();
        try {
            for (Listener listener : wanted) {
                if (doors.stream().noneMatch(door -> door.listener().equals(listener))) {
                    opened.add(new Door(listener, transport, initializer));
                }
            }
        } catch (IOException e) {
            opened.forEach(Door::close);
            throw e;
        }
        doors.addAll(opened);
        opened.forEach(door -> LOG.info("SMPP listens at {}", door.listener()));
    }

    /** Takes what has been renewed, for connections to come. What cannot be used is told once, and the old stays. */
    synchronized void renewCertificates() {
        for (Door door : doors) {
            try {
                if (door.renewCertificate()) {
                    complaints.remove(door.listener());
                    LOG.info("SMPP at {} has the certificate as it is now", door.listener());
                }
            } catch (IOException e) {
                if (!String.valueOf(e.getMessage()).equals(complaints.put(door.listener(), String.valueOf(e.getMessage())))) {
                    LOG.error("SMPP at {} stays with the certificate it had: {}", door.listener(), e.getMessage());
                }
            }
        }
    }

    /** In the order of the settings: what 0 has become. */
    synchronized List<Integer> ports() {
        return doors.stream().map(Door::port).toList();
    }

    @Override
    public synchronized void close() {
        doors.forEach(Door::close);
        doors.clear();
    }
}
