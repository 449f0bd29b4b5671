package io.vmnhub.northbound;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;

/** Sinks that behave as their name says: ok, fail, throws, twice, blocks, async, random; held… ones speak when they are told. */
final class ProbeComponent extends DefaultComponent {

    private final Map<String, List<Exchange>> received = new ConcurrentHashMap<>();
    private final Map<String, Queue<Runnable[]>> held = new ConcurrentHashMap<>();
    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private final CountDownLatch blocked = new CountDownLatch(1);
    private final ExecutorService other = Executors.newFixedThreadPool(2);

    List<Exchange> received(String name) {
        return received.computeIfAbsent(name, key -> new CopyOnWriteArrayList<>());
    }

    void confirm(String name) {
        held.get(name).remove()[0].run();
    }

    void refuse(String name) {
        held.get(name).remove()[1].run();
    }

    /** Exchanges that a random sink has refused, by the id of the original. */
    Set<String> refusedIds() {
        return refused;
    }

    void releaseAll() {
        blocked.countDown();
        other.shutdown();
    }

    @Override
    protected Endpoint createEndpoint(String uri, String name, Map<String, Object> parameters) {
        parameters.clear();
        return new DefaultEndpoint(uri, this) {
            @Override
            public Producer createProducer() {
                return new Probe(this, name);
            }

            @Override
            public Consumer createConsumer(Processor processor) {
                throw new UnsupportedOperationException();
            }
        };
    }

    private final class Probe extends DefaultAsyncProducer {

        private final String name;

        Probe(Endpoint endpoint, String name) {
            super(endpoint);
            this.name = name;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            received(name).add(exchange);
            if (name.startsWith("held")) {
                held.computeIfAbsent(name, key -> new ConcurrentLinkedQueue<>()).add(new Runnable[] {
                    () -> callback.done(false), () -> refuse(exchange, callback, false)});
                return false;
            }
            switch (name) {
                case "throws" -> throw new IllegalStateException("throws throws");
                case "fail" -> {
                    return refuse(exchange, callback, true);
                }
                case "twice" -> callback.done(true);
                case "blocks" -> await();
                case "async" -> {
                    other.execute(() -> callback.done(false));
                    return false;
                }
                case "random", "random2" -> {
                    return random(exchange, callback);
                }
                default -> { }
            }
            callback.done(true);
            return true;
        }

        private boolean random(Exchange exchange, AsyncCallback callback) {
            boolean refuse = ThreadLocalRandom.current().nextInt(4) == 0;
            if (refuse) {
                refused.add(exchange.getMessage().getHeader("Original", String.class));
            }
            if (ThreadLocalRandom.current().nextBoolean()) {
                return refuse ? refuse(exchange, callback, true) : done(callback);
            }
            other.execute(() -> {
                if (refuse) {
                    refuse(exchange, callback, false);
                } else {
                    callback.done(false);
                }
            });
            return false;
        }

        private boolean done(AsyncCallback callback) {
            callback.done(true);
            return true;
        }

        private boolean refuse(Exchange exchange, AsyncCallback callback, boolean synchronously) {
            exchange.setException(new IllegalStateException(name + " says no"));
            callback.done(synchronously);
            return synchronously;
        }

        private void await() {
            try {
                blocked.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
