// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vmnhub.cluster.ClusterSettings;
import io.vmnhub.cluster.Discovery;
import io.vmnhub.cluster.Member;
import io.vmnhub.cluster.grid.Grid;
import io.vmnhub.hlr.AlertSender.Outcome;
import io.vmnhub.hlr.Alerts;
import io.vmnhub.hlr.MessageWaiting;
import io.vmnhub.hlr.MessageWaiting.Cause;
import io.vmnhub.hlr.MessageWaitingData;
import io.vmnhub.hlr.WaitingLimits;
import io.vmnhub.hlr.WaitingStore;
import io.vmnhub.numbering.NumberPlan;
import io.vmnhub.numbering.NumberRange;
import io.vmnhub.tls.RenewableTls;
import io.vmnhub.tls.TlsFiles;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A node of a farm in a process of its own, as far as it takes to alert service centres and to clean up a common
 * database: driven by lines on standard input, each of which is answered by one that begins with {@link #ANSWER}.
 * Arguments: a folder with the certificate, the number of the node from 1, the ports of all.
 */
final class LeadingNode implements WaitingStore {

    static final String ANSWER = "= ";

    private static final WaitingLimits LIMITS =
            new WaitingLimits(10, 1_000, Duration.ofHours(1), 20, Duration.ofSeconds(30));

    private final Grid grid;
    private final MessageWaitingData data = new MessageWaitingData(this, LIMITS, Clock.systemUTC());
    private final List<String> alerted = new CopyOnWriteArrayList<>();
    private final AtomicInteger cleanUps = new AtomicInteger();
    private final Alerts alerts;
    private volatile boolean centresAnswer = true;

    private LeadingNode(Path folder, int number, List<Discovery.Place> places) throws Exception {
        TlsFiles tls = new TlsFiles(
                Optional.of(folder.resolve("node.pem")),
                Optional.of(folder.resolve("node.key")),
                "",
                Optional.of(folder.resolve("node.pem")),
                "");
        Discovery.Place own = places.get(number - 1);
        grid = new Grid(
                new ClusterSettings(
                        "farm",
                        "node-" + number,
                        own.host(),
                        own.port(),
                        new Discovery.Nodes(places),
                        tls,
                        places.size(),
                        Duration.ofSeconds(3)),
                new Member("node-" + number, "", "", Member.State.READY, Map.of(), Map.of(), 0),
                new RenewableTls(tls).context(),
                () -> null,
                new SimpleMeterRegistry(),
                System::currentTimeMillis);
        NumberPlan numbers =
                NumberPlan.of(List.of(new NumberRange("447700900000", "447700900099", "234150000000000", "acme")));
        alerts = new Alerts(
                data,
                numbers,
                (vmn, centre, version) -> {
                    alerted.add(centre);
                    return centresAnswer
                            ? CompletableFuture.completedFuture(Outcome.CONFIRMED)
                            : new CompletableFuture<>();
                },
                LIMITS);
        new FarmWaiting(grid, data, alerts, LIMITS, false).join(grid);
        alerts.start();
        DatabaseTurn turn = new DatabaseTurn(grid);
        Executors.newSingleThreadScheduledExecutor()
                .scheduleWithFixedDelay(
                        () -> cleanUps.addAndGet(turn.getAsBoolean() ? 1 : 0), 0, 20, TimeUnit.MILLISECONDS);
    }

    public static void main(String[] arguments) throws Exception {
        LeadingNode node = new LeadingNode(
                Path.of(arguments[0]),
                Integer.parseInt(arguments[1]),
                Arrays.stream(arguments)
                        .skip(2)
                        .map(port -> new Discovery.Place("127.0.0.1", Integer.parseInt(port)))
                        .toList());
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(ANSWER + node.answer(line.split(" ")));
        }
        System.exit(0); // who has begun it is gone
    }

    private Object answer(String[] words) {
        switch (words[0]) {
            case "absent" -> data.absent(words[1], "acme", Cause.APPLICATION, words[2], 3);
            case "available" -> alerts.available("acme", "it has bound");
            case "silence" -> centresAnswer = false;
            case "members" -> {
                return grid.members().size();
            }
            case "leads" -> {
                return grid.leads();
            }
            case "alerted" -> {
                return alerted;
            }
            case "waiting" -> {
                return data.size();
            }
            case "cleanUps" -> {
                return cleanUps;
            }
            default -> throw new IllegalArgumentException(words[0]);
        }
        return "done";
    }

    @Override
    public List<MessageWaiting> load() {
        return List.of();
    }

    @Override
    public void write(Map<String, Optional<MessageWaiting>> changed) {
        // the grid is what is looked at
    }
}
