// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.farm;

import io.vmnhub.fixture.BrokerElsewhere;
import io.vmnhub.fixture.BrokerElsewhere.Role;
import io.vmnhub.fixture.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Two Artemis with one store: the primary is live, and the backup while the primary is away. */
final class BrokerPair implements AutoCloseable {

    private final int primaryPort = FreePort.next();
    private final int backupPort = FreePort.next();
    private final BrokerElsewhere primary;
    private final BrokerElsewhere backup;

    BrokerPair(Path data) throws IOException {
        Files.createDirectories(data);
        primary = new BrokerElsewhere(data, primaryPort, Role.PRIMARY, backupPort);
        backup = new BrokerElsewhere(data, backupPort, Role.BACKUP, primaryPort);
    }

    void start() throws IOException {
        primary.start();
        backup.start();
    }

    /** What the hub's {@code vmnhub.broker.url} is. */
    String url() {
        return "(tcp://127.0.0.1:" + primaryPort + ",tcp://127.0.0.1:" + backupPort + ")?ha=true";
    }

    /** Kills the one that is live, and waits until the other one is. */
    void failOver() throws InterruptedException {
        primary.kill();
        backup.awaitReady();
    }

    /** The primary is started again, and takes over from the backup. */
    void failBack() throws IOException {
        primary.start();
    }

    /** Both are killed. */
    void kill() throws InterruptedException {
        backup.kill();
        primary.kill();
    }

    /** The one that is live holds its connections, and its store, and does nothing. */
    void freeze() throws Exception {
        primary.freeze();
    }

    void thaw() throws Exception {
        primary.thaw();
    }

    @Override
    public void close() throws InterruptedException {
        backup.close();
        primary.close();
    }
}
