// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.farm;

import static org.awaitility.Awaitility.await;

import io.vmnhub.fixture.PostgresqlServer;
import io.vmnhub.peer.Answer;
import java.io.BufferedWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.function.IntPredicate;

/**
 * A program that breaks a farm under traffic and counts what becomes of the messages: three hubs as processes of one
 * application server behind an STP, PostgreSQL, a pair of Artemis, and four applications. It is run in a network
 * namespace of its own, which has nothing but a loopback interface. Arguments: a folder, how many faults, messages a
 * second, a seed, and which STP.
 */
final class FarmProof implements AutoCloseable {

    private static final Duration SOON = Duration.ofSeconds(300);
    private static final int MOST_SECONDS_A_ROUND = 120;
    private static final int SHORTEST_MILLIS = 1_000;

    private final int rate;
    private final Random random;
    private final Ledger ledger;
    private final FarmApplications applications;
    private final PostgresqlServer database;
    private final BrokerPair brokers;
    private final TransferPoint stp;
    private final Nodes nodes;
    private final List<Fault> left = new ArrayList<>();
    private final List<Recovery> recoveries = new ArrayList<>();

    /** A fault, and when it ended for those who send. */
    private record Recovery(Fault fault, int from, int to) {}

    private FarmProof(Path folder, int rounds, int rate, long seed, String stpName) throws Exception {
        this.rate = rate;
        random = new Random(seed);
        ledger = new Ledger(rate * MOST_SECONDS_A_ROUND * (rounds + 1));
        applications = new FarmApplications(ledger);
        database = (PostgresqlServer) PostgresqlServer.start().orElseThrow();
        brokers = new BrokerPair(folder.resolve("broker"));
        brokers.start();
        stp = TransferPoint.of(stpName, folder);
        nodes = new Nodes(
                folder,
                stp,
                applications,
                List.of(
                        "vmnhub.broker.url=" + brokers.url(),
                        "vmnhub.database.url=" + database.settings().url(),
                        "vmnhub.database.username=" + database.settings().username()));
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        int rounds = Integer.parseInt(arguments[1]);
        try (FarmProof proof = new FarmProof(
                folder, rounds, Integer.parseInt(arguments[2]), Long.parseLong(arguments[3]), arguments[4])) {
            proof.run(rounds, folder.resolve("report.properties"));
        }
        System.exit(0); // libraries keep threads
    }

    Nodes nodes() {
        return nodes;
    }

    PostgresqlServer database() {
        return database;
    }

    BrokerPair brokers() {
        return brokers;
    }

    void awaitWhole() {
        await().atMost(SOON).until(nodes::areWhole);
    }

    private void run(int rounds, Path report) throws Exception {
        nodes.start();
        awaitWhole();
        applications.use(nodes.httpPorts(), nodes.smppPorts());
        await().atMost(SOON).until(applications::areBound);
        try (Traffic traffic = new Traffic(stp.smsc(), ledger, rate)) {
            awaitAcknowledged(rate);
            for (int round = 1; round <= rounds; round++) {
                round(round);
            }
            traffic.end();
            await().atMost(SOON).until(() -> ledger.acknowledged() == ledger.messages());
            try {
                await().atMost(SOON).until(() -> ledger.count(ledger::isLost) == 0);
            } finally {
                write(report, traffic);
            }
        }
    }

    private void round(int number) throws Exception {
        if (left.isEmpty()) {
            left.addAll(List.of(Fault.values()));
            if (number > 1) {
                Collections.shuffle(left, random);
            }
        }
        Fault fault = left.remove(0);
        int node = random.nextInt(Nodes.COUNT);
        int struck = ledger.now();
        fault.strike(this, node);
        int enough = ledger.now() + SHORTEST_MILLIS + random.nextInt(fault.longestMillis() - SHORTEST_MILLIS);
        await().atMost(SOON).until(() -> ledger.now() >= enough);
        int mended = ledger.now();
        fault.mend(this, node);
        awaitWhole();
        awaitAcknowledged(rate);
        int end = ledger.now();
        if (fault == Fault.BROKER_KILLED) { // one takes over, and then the other
            recoveries.add(new Recovery(fault, struck, mended));
            recoveries.add(new Recovery(fault, mended, end));
        } else {
            recoveries.add(new Recovery(fault, fault.isOfAllNodes() ? mended : struck, end));
        }
        System.out.printf("%d. %s, node %d: %,d ms%n", number, fault, node, end - struck);
    }

    /** Waits until so many more have been. */
    private void awaitAcknowledged(int more) {
        int before = ledger.acknowledged();
        await().atMost(SOON).until(() -> ledger.acknowledged() >= before + more);
    }

    private void write(Path file, Traffic traffic) throws Exception {
        Properties report = new Properties();
        report.setProperty("acknowledged", String.valueOf(ledger.acknowledged()));
        report.setProperty("lost", String.valueOf(ledger.count(ledger::isLost)));
        for (Application application : Application.values()) {
            report.setProperty("acknowledged." + application, count(application, ledger::isAcknowledged));
            report.setProperty("lost." + application, count(application, ledger::isLost));
            report.setProperty("deliveredAgain." + application, count(application, ledger::isDeliveredAgain));
        }
        report.setProperty("sentAgain", String.valueOf(ledger.count(ledger::isRepeated)));
        report.setProperty("deliveredAgain", String.valueOf(ledger.count(ledger::isDeliveredAgain)));
        report.setProperty(
                "deliveredAgainThoughSentOnce",
                count(Application.DIRECT, number -> ledger.isDeliveredAgain(number) && !ledger.isRepeated(number)));
        report.setProperty("unsent", String.valueOf(traffic.unsent()));
        for (Answer.Kind kind : Answer.Kind.values()) {
            report.setProperty("answers." + kind, String.valueOf(traffic.count(kind)));
        }
        List<Integer> all = new ArrayList<>();
        for (Fault fault : Fault.values()) {
            List<Integer> times = recoveries.stream()
                    .filter(recovery -> recovery.fault() == fault)
                    .map(recovery -> ledger.recovery(recovery.from(), recovery.to()))
                    .sorted()
                    .toList();
            if (fault.isMadeUpFor()) {
                all.addAll(times);
            }
            if (!times.isEmpty()) {
                report.setProperty("recovery." + fault, times.size() + " times, p99 " + p99(times) + " ms");
            }
        }
        report.setProperty(
                "recovery.p99", String.valueOf(p99(all.stream().sorted().toList())));
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            report.store(out, null);
        }
    }

    private String count(Application application, IntPredicate wanted) {
        return String.valueOf(ledger.count(number -> Application.of(number) == application && wanted.test(number)));
    }

    private static int p99(List<Integer> sorted) {
        return sorted.isEmpty() ? 0 : sorted.get((int) Math.ceil(sorted.size() * 0.99) - 1);
    }

    @Override
    public void close() throws Exception {
        applications.close();
        nodes.close();
        stp.close();
        brokers.close();
        database.close();
    }
}
