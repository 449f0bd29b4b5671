// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import io.vmnhub.config.ConfigFolder;
import io.vmnhub.config.HubKey;
import io.vmnhub.config.HubProperties;
import io.vmnhub.simulator.PeerSettings;
import io.vmnhub.simulator.QuietEvents;
import io.vmnhub.simulator.Smsc;
import io.vmnhub.simulator.Submission;
import io.vmnhub.sms.Address;
import io.vmnhub.ss7.Ss7Exception;
import io.vmnhub.ss7.api.Ss7Settings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The built-in SMSC of profile {@code dev}: on a link of its own it sends the demo's numbers a short message every two
 * seconds, over real M3UA on loopback. Switched by {@code vmnhub.simulator.enabled}.
 */
final class DemoTraffic extends MainListenerSupport implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("io.vmnhub.simulator");
    private static final String LINK = "built-in-simulator";
    private static final int POINT_CODE = 3;
    private static final long ROUTING_CONTEXT = 102;
    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final List<String> TEXTS = List.of(
            "Hello from the SMSC simulator",
            "Your code is 493817",
            "Привет! Это кириллица",
            "你好，世界",
            "هذا نص عربي",
            "Emoji travel too: 🚀🎉",
            "€ and {braces} are in the extension table");

    private final Ss7Settings hub;
    private final HubProperties properties;
    private final Runnable answered;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "demo-traffic");
        thread.setDaemon(true);
        return thread;
    });
    private Smsc smsc;
    private int sent;

    /** @param answered runs after each message, whatever the answer was */
    DemoTraffic(Ss7Settings hub, HubProperties properties, Runnable answered) {
        this.hub = hub;
        this.properties = properties;
        this.answered = answered;
    }

    static boolean isOn(HubProperties properties) {
        return properties.isTrue(HubKey.SIMULATOR_ENABLED);
    }

    /** The signalling settings of the files, with one more link where the simulator is on. */
    static Ss7Settings settings(ConfigFolder config, HubProperties properties) {
        return isOn(properties) ? withSimulator(config.ss7(), properties) : config.ss7();
    }

    private static Ss7Settings withSimulator(Ss7Settings settings, HubProperties properties) {
        return PeerSettings.withListeningLink(
                settings, LINK, properties.number(HubKey.SIMULATOR_PORT), POINT_CODE, ROUTING_CONTEXT);
    }

    @Override
    public void afterStart(BaseMainSupport started) {
        if (!isOn(properties)) {
            return;
        }
        long interval = properties.number(HubKey.SIMULATOR_INTERVAL_MILLIS);
        try {
            smsc = new Smsc(
                    "simulator",
                    PeerSettings.facing(hub, LINK, properties.text(HubKey.SIMULATOR_GLOBAL_TITLE)),
                    new QuietEvents(),
                    TIMEOUT);
            smsc.start();
        } catch (Ss7Exception e) {
            throw new IllegalStateException("the built-in SMSC simulator cannot start: " + e.getMessage(), e);
        }
        clock.scheduleAtFixedRate(this::send, 1_000, interval, TimeUnit.MILLISECONDS);
    }

    private void send() {
        if (!smsc.ready()) {
            return;
        }
        String text = TEXTS.get(sent++ % TEXTS.size());
        String to = properties.text(HubKey.SIMULATOR_TO);
        smsc.submit(new Submission(
                        Address.international("447911123456"),
                        to,
                        text,
                        Optional.empty(),
                        3,
                        false,
                        false,
                        Optional.empty()))
                .thenAccept(delivery -> LOG.info("SMSC simulator: message {}: {}", sent, delivery))
                .thenRun(answered);
    }

    @Override
    public void beforeStop(BaseMainSupport stopping) {
        close();
    }

    @Override
    public void close() {
        clock.shutdownNow();
        if (smsc != null) {
            smsc.close();
            smsc = null;
        }
    }
}
