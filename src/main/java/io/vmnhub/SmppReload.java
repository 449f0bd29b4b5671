package io.vmnhub;

import io.vmnhub.component.smppserver.SmppServer;
import io.vmnhub.config.ConfigException;
import io.vmnhub.smpp.SmppSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks every two seconds whether {@code smpp.yaml} or a certificate has changed, and takes what they say when nothing is wrong in it. */
final class SmppReload implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SmppReload.class);
    private static final long INTERVAL_MILLIS = 2_000;

    private final Path file;
    private final Supplier<SmppSettings> read;
    private final SmppServer server;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "smpp-reload");
        thread.setDaemon(true);
        return thread;
    });
    private Object state;

    SmppReload(Path file, Supplier<SmppSettings> read, SmppServer server) {
        this.file = file;
        this.read = read;
        this.server = server;
        this.state = state();
        clock.scheduleWithFixedDelay(this::look, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    private Object state() {
        try {
            return Files.exists(file) ? Files.getLastModifiedTime(file) + " " + Files.size(file) : "none";
        } catch (IOException e) {
            return state; // it is being replaced: the next look will see
        }
    }

    private void look() {
        server.renewCertificates();
        Object now = state();
        if (now.equals(state)) {
            return;
        }
        state = now;
        try {
            server.reload(read.get());
            LOG.info("{} has been read again: {} accounts, {} sessions bound", file.getFileName(), read.get().accounts().size(),
                    server.sessions().size());
        } catch (ConfigException e) {
            LOG.error("{} has changed and is wrong, so the hub stays with what it had:{}{}", file.getFileName(), System.lineSeparator(),
                    e.getMessage());
        } catch (IOException | RuntimeException e) {
            LOG.error("{} has changed and cannot be used as a whole: {}", file.getFileName(), e.getMessage());
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
