package io.vmnhub.northbound.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Processor;
import org.awaitility.Awaitility;

/**
 * A store on a disk that fills up, in a process of its own: {@link SmallDiskIT} gives it a small file system. It prints what it has seen, one
 * word or number a line.
 */
final class SmallDisk {

    private static final int FREE = 30_000_000;

    private SmallDisk() {
    }

    private static final String STORE = """
            - route:
                from:
                  uri: direct:acme
                  steps:
                    - to: kamelet:store-action
            """;
    private static final String DELIVER = """
            - route:
                from:
                  uri: kamelet:store-source
                  parameters: {application: acme}
                  steps:
                    - process:
                        ref: sink
            """;

    public static void main(String[] arguments) throws Exception {
        Path disk = Path.of(arguments[0]);
        if (arguments[1].equals("floor")) {
            floor(disk);
        } else {
            full(disk);
        }
        System.out.flush();
        Runtime.getRuntime().halt(0); // nothing that is still about may keep the test
    }

    private static StoreHub hub(Path disk, long minDiskFree, Queue<String> delivered) {
        BrokerLimits limits = new BrokerLimits(1_000_000, Map.of(), minDiskFree, Long.MAX_VALUE);
        return new StoreHub(new BrokerSettings("", "", "", disk.resolve("broker"), limits, Optional.empty()))
                .bind("sink", (Processor) exchange -> delivered.add(exchange.getMessage().getHeader("CamelSmsMessageId", String.class)));
    }

    /** Less is free than must be: refused until messages have left. */
    private static void floor(Path disk) throws Exception {
        Queue<String> delivered = new ConcurrentLinkedQueue<>();
        try (StoreHub hub = hub(disk, FREE, delivered).routes(STORE).start()) {
            List<String> stored = new ArrayList<>();
            System.out.println("refused: " + fill(hub, stored));
            System.out.println("free: " + (Files.getFileStore(disk).getUsableSpace() > 0));
            hub.routes(DELIVER);
            Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> delivered.containsAll(stored));
            Awaitility.await().atMost(60, TimeUnit.SECONDS)
                    .until(() -> hub.send("direct:acme", StoreHub.message("again", "text")).get(20, TimeUnit.SECONDS) == null);
            System.out.println("recovered after " + stored.size());
        }
    }

    /** Nothing is free at all, and the system says so when the broker writes: it recovers by itself when there is room. */
    private static void full(Path disk) throws Exception {
        List<String> stored = new ArrayList<>();
        Queue<String> delivered = new ConcurrentLinkedQueue<>();
        try (StoreHub hub = hub(disk, 1, delivered).routes(STORE).start()) {
            System.out.println("refused: " + fill(hub, stored));
            Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> hub.broker.problem().isPresent());
            System.out.println("problem: " + hub.broker.problem().get());
            System.out.println("refused again: " + (hub.send("direct:acme", StoreHub.message("more", "text")).get(20, TimeUnit.SECONDS) != null));
            Files.delete(disk.resolve("somebody-elses"));
            Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> hub.broker.problem().isEmpty());
            System.out.println("works again");
            Awaitility.await().atMost(60, TimeUnit.SECONDS)
                    .until(() -> hub.send("direct:acme", StoreHub.message("again", "text")).get(20, TimeUnit.SECONDS) == null);
            System.out.println("taken again");
            hub.routes(DELIVER);
            Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> delivered.containsAll(stored) && delivered.contains("again"));
            System.out.println("recovered after " + stored.size());
        }
    }

    /** Stores until something is refused. */
    private static String fill(StoreHub hub, List<String> stored) throws Exception {
        String text = "x".repeat(500);
        for (int batch = 0; batch < 5_000; batch++) {
            List<CompletableFuture<Exception>> sends = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                sends.add(hub.send("direct:acme", StoreHub.message("m" + batch + "." + i, text)));
            }
            String refusal = null;
            for (int i = 0; i < sends.size(); i++) {
                Exception failure = sends.get(i).get(30, TimeUnit.SECONDS);
                if (failure == null) {
                    stored.add("m" + batch + "." + i);
                } else {
                    refusal = failure.getMessage();
                }
            }
            if (refusal != null) {
                return refusal;
            }
        }
        return "nothing";
    }
}
