package io.vmnhub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.peer.Smsc;
import io.vmnhub.peer.sms.SmsDeliverTpdu;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * An SMSC that offers a thousand messages a second to a hub that is killed again and again, each for one of several ways of delivery, and does what
 * SMSCs do: what was not acknowledged it sends again to the next life of the hub, and now and then, as if the answer had been lost, what was.
 */
final class MixedLoad {

    private static final int EACH_TICK = 10; // every 10 ms: 1,000 a second
    private static final int WINDOW = 2_000;

    private final List<String> modes;
    private final Map<String, Sms> messages = new ConcurrentHashMap<>();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicInteger repeatsOfAcknowledged = new AtomicInteger();
    private int numbered;

    /** One message of the SMSC, known by its text, which begins with its mode. */
    static final class Sms {

        private final byte[] tpdu;
        private int unacknowledged;
        private boolean done;

        Sms(String text) {
            tpdu = SmsDeliverTpdu.from("447700900200").gsm7(text).encode();
        }

        synchronized boolean ended(boolean result) {
            boolean first = result && !done;
            done |= result;
            unacknowledged += result ? 0 : 1;
            return first;
        }

        synchronized boolean isAcknowledged() {
            return done;
        }

        /** Attempts that ended without an acknowledgement: each may have been delivered all the same. */
        synchronized int unacknowledged() {
            return unacknowledged;
        }
    }

    MixedLoad(List<String> modes) {
        this.modes = modes;
    }

    /** By their texts. */
    Map<String, Sms> messages() {
        return new TreeMap<>(messages);
    }

    int acknowledged() {
        return acknowledged.get();
    }

    /** How many acknowledged messages were sent again all the same. */
    int repeatsOfAcknowledged() {
        return repeatsOfAcknowledged.get();
    }

    /** Sends until {@code enough} more are acknowledged, and some in each mode, then lets {@code end} happen amid the traffic. */
    void untilAcknowledged(int port, int enough, Kill end) throws Exception {
        int before = acknowledged.get();
        Map<String, Long> beforeByMode = acknowledgedByMode();
        Queue<Sms> repeats = new ConcurrentLinkedQueue<>(messages.values().stream().filter(Sms::isAcknowledged).limit(50).toList());
        repeats.addAll(unacknowledged());
        run(port, true, () -> repeats.isEmpty() ? next() : repeats.remove(), () -> {
            await().atMost(Duration.ofMinutes(5)).pollInterval(Duration.ofMillis(20)).until(() -> acknowledged.get() >= before + enough
                    && acknowledgedByMode().entrySet().stream().allMatch(mode -> mode.getValue() >= beforeByMode.get(mode.getKey()) + enough / 20));
            end.happens();
        });
    }

    private Map<String, Long> acknowledgedByMode() {
        Map<String, Long> counts = new TreeMap<>();
        modes.forEach(mode -> counts.put(mode, 0L));
        messages.forEach((text, sms) -> counts.merge(text.split(" ")[0], sms.isAcknowledged() ? 1L : 0L, Long::sum));
        return counts;
    }

    /** Sends what is left until all is acknowledged. */
    void untilAllAreAcknowledged(int port) throws Exception {
        await().atMost(Duration.ofMinutes(5)).until(() -> {
            Queue<Sms> repeats = new ConcurrentLinkedQueue<>(unacknowledged());
            run(port, false, repeats::poll, () -> await().atMost(Duration.ofMinutes(1)).until(repeats::isEmpty));
            return unacknowledged().isEmpty();
        });
    }

    private List<Sms> unacknowledged() {
        return messages.values().stream().filter(sms -> !sms.isAcknowledged()).toList();
    }

    private Sms next() {
        String text = modes.get(numbered % modes.size()) + " " + numbered++;
        return messages.computeIfAbsent(text, Sms::new);
    }

    /** What happens amid the traffic. */
    interface Kill {
        void happens() throws Exception;
    }

    /** One sending of one message: it ends once, by the answer or because the link is gone. */
    private final class Attempt {

        private final Sms sms;
        private final Set<Attempt> open;

        Attempt(Sms sms, Set<Attempt> open) {
            this.sms = sms;
            this.open = open;
            open.add(this);
        }

        void ended(boolean result) {
            if (open.remove(this) && sms.ended(result)) {
                acknowledged.incrementAndGet();
            }
        }
    }

    private void run(int port, boolean killed, Supplier<Sms> source, Kill end) throws Exception {
        Set<Attempt> open = ConcurrentHashMap.newKeySet();
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        try (Smsc smsc = Smsc.tcpClient("127.0.0.1", port).asAsp(101).answerTimeout(Duration.ofSeconds(20)).open()) {
            smsc.activate();
            String imsi = smsc.sriSm(3, "447700900123").imsi();
            clock.scheduleAtFixedRate(() -> {
                for (int i = 0; i < EACH_TICK && open.size() < WINDOW; i++) {
                    send(smsc, imsi, source.get(), open);
                }
            }, 0, 10, TimeUnit.MILLISECONDS);
            end.happens();
            clock.shutdown();
            assertThat(clock.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
            if (!killed) {
                await().atMost(Duration.ofSeconds(60)).until(open::isEmpty);
            }
        } finally {
            clock.shutdownNow();
        }
        List.copyOf(open).forEach(attempt -> attempt.ended(false));
    }

    private void send(Smsc smsc, String imsi, Sms sms, Set<Attempt> open) {
        if (sms == null) {
            return;
        }
        if (sms.isAcknowledged()) {
            repeatsOfAcknowledged.incrementAndGet();
        }
        Attempt attempt = new Attempt(sms, open);
        try {
            smsc.forwardSmAsync(3, imsi, sms.tpdu).whenComplete((answer, failure) -> attempt.ended(failure == null && answer.isResult()));
        } catch (IllegalStateException e) {
            attempt.ended(false); // the link is gone, and the hub with it
        }
    }
}
