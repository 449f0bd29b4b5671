// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark;

import io.vmnhub.simulator.Pace;
import io.vmnhub.simulator.PeerLink;
import io.vmnhub.simulator.PeerLink.HostAndPort;
import io.vmnhub.simulator.Run;
import io.vmnhub.simulator.RunPlan;
import io.vmnhub.simulator.RunReport;
import io.vmnhub.simulator.Smsc;
import io.vmnhub.simulator.Submission;
import io.vmnhub.sms.Address;
import io.vmnhub.ss7.api.Ss7Events;
import io.vmnhub.ss7.api.Ss7Settings;
import io.vmnhub.ss7.api.Ss7Settings.Association;
import io.vmnhub.ss7.api.Ss7Settings.Protocol;
import io.vmnhub.ss7.api.Ss7Settings.Role;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import org.awaitility.Awaitility;

/**
 * The simulator in a JVM of its own, driven by lines on standard input: {@code <target> <phase> <seconds>}, where a
 * phase is {@code fsm closed 100} or {@code sri+fsm rate 1000}; the words of {@link #NUMBERS} are fsm to other numbers.
 * Each is answered by one line of {@link Result}. {@code <target> fsm among 1000 100 <seconds>} has 100 messages in
 * flight to any of 1000 numbers; {@code <target> backlog count 5000 100} sends so many with 100 in flight;
 * {@code <target> held burst 5000} sends so many and is answered at once, {@code <target> held ended 5000} when they
 * all have an outcome.
 */
public final class LoadGenerator {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    /** A hub takes a while to start on a machine that does much else. */
    private static final Duration THERE_WITHIN = Duration.ofSeconds(120);
    /**
     * By the phase's first word the last digits of the number and of its IMSI; the benchmark gives each range another
     * application.
     */
    private static final Map<String, String> NUMBERS = Map.ofEntries(
            Map.entry("fsm", "123"),
            Map.entry("sri+fsm", "123"),
            Map.entry("sri+fsm-correlated", "923"),
            Map.entry("smpp", "503"),
            Map.entry("webhook", "513"),
            Map.entry("soap", "523"),
            Map.entry("jms", "533"),
            Map.entry("sql", "543"),
            Map.entry("rest", "553"),
            Map.entry("held", "563"),
            Map.entry("store", "623"),
            Map.entry("rows", "723"),
            Map.entry("backlog", "823"));

    private static final int MOST_IN_FLIGHT_AT_A_RATE = 20_000;

    private static final String MSC = "447700000001";

    private final Map<String, Smsc> targets = new HashMap<>();
    private Semaphore burst = new Semaphore(0);

    private LoadGenerator() {}

    /** @param arguments for each target its name, its port, and the port to come from (0 for any) */
    public static void main(String[] arguments) throws Exception {
        LoadGenerator generator = new LoadGenerator();
        try {
            for (int i = 0; i < arguments.length; i += 3) {
                generator.connect(arguments[i], Integer.parseInt(arguments[i + 1]), Integer.parseInt(arguments[i + 2]));
            }
        } catch (Exception e) {
            e.printStackTrace();
            System.exit(1); // the links' threads would keep the process
        }
        System.out.println("ready");
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            System.out.println(generator.answer(command.split(" ")));
        }
        generator.targets.values().forEach(Smsc::close);
    }

    private void connect(String name, int port, int localPort) throws Exception {
        Ss7Settings any = new PeerLink(
                        Optional.of(new HostAndPort("127.0.0.1", port)),
                        Optional.empty(),
                        "127.0.0.1",
                        Protocol.TCP,
                        Role.ASP,
                        BareResponder.PEER_POINT_CODE,
                        BareResponder.POINT_CODE,
                        2,
                        OptionalLong.of(101),
                        "447700000100")
                .settings();
        Smsc smsc = new Smsc(name, from(any, localPort), new Silence(), TIMEOUT);
        smsc.start();
        Awaitility.await(name + " active on port " + port)
                .pollInterval(Duration.ofMillis(10))
                .atMost(THERE_WITHIN)
                .until(smsc::ready);
        targets.put(name, smsc);
    }

    private static Ss7Settings from(Ss7Settings settings, int localPort) {
        Association link = settings.associations().get(0);
        Association bound = new Association(
                link.name(),
                link.protocol(),
                link.side(),
                List.of("127.0.0.1"),
                localPort,
                link.peerAddresses(),
                link.peerPort(),
                link.heartbeat(),
                link.reconnectDelay());
        return new Ss7Settings(
                settings.pointCode(),
                settings.networkIndicator(),
                settings.mscGlobalTitle(),
                settings.hlrGlobalTitle(),
                List.of(bound),
                settings.applicationServers(),
                settings.globalTitleTranslation(),
                settings.deliveryThreads(),
                settings.maxDialogues(),
                settings.dialogueIdleTimeout(),
                settings.drainTimeout());
    }

    /** @param words of one line */
    private String answer(String[] words) throws InterruptedException {
        Smsc smsc = targets.get(words[0]);
        int number = Integer.parseInt(words[3]);
        switch (words[2]) {
            case "burst" -> {
                burst = new VariedLoad(smsc, turn -> submission(words[1], digits(turn))).burst(number);
                return "sent";
            }
            case "ended" -> {
                VariedLoad.awaitAll(burst, number);
                return "ended";
            }
            case "among" -> {
                int inFlight = Integer.parseInt(words[4]);
                return new VariedLoad(smsc, turn -> toOneOf(number, turn))
                        .closed(inFlight, Integer.parseInt(words[5]))
                        .toString();
            }
            case "count" -> {
                return run(
                                smsc,
                                words[1],
                                new Pace.InFlight(Integer.parseInt(words[4])),
                                OptionalLong.of(number),
                                Optional.empty())
                        .toString();
            }
            default -> {
                return run(
                                smsc,
                                words[1],
                                words[2].equals("rate")
                                        ? new Pace.Rate(number, MOST_IN_FLIGHT_AT_A_RATE)
                                        : new Pace.InFlight(number),
                                OptionalLong.empty(),
                                Optional.of(Duration.ofSeconds(Long.parseLong(words[4]))))
                        .toString();
            }
        }
    }

    private static String digits(int turn) {
        return String.format("%08d", turn);
    }

    private static Submission submission(String phase, String sender) {
        String digits = NUMBERS.get(phase);
        return submission(
                "4479" + sender,
                "447700900" + digits,
                phase.startsWith("sri")
                        ? Optional.empty()
                        : Optional.of(new Submission.Route("234150000000" + digits, MSC)));
    }

    /** To any of the numbers that growth adds. */
    private static Submission toOneOf(int numbers, int turn) {
        String digits = String.format("%06d", ThreadLocalRandom.current().nextInt(numbers));
        return submission(
                "4479" + digits(turn), "447701" + digits, Optional.of(new Submission.Route("234151000" + digits, MSC)));
    }

    private static Submission submission(String from, String to, Optional<Submission.Route> route) {
        return new Submission(
                Address.international(from),
                to,
                "A message of an ordinary length: 1234567890",
                Optional.empty(),
                3,
                false,
                false,
                route);
    }

    private static Result run(Smsc smsc, String phase, Pace pace, OptionalLong count, Optional<Duration> duration)
            throws InterruptedException {
        RunPlan plan = new RunPlan(submission(phase, "11123456"), pace, count, duration);
        RunReport report = new Run(smsc, plan, (message, delivery, nanos) -> {}).run();
        return new Result(
                report.acknowledged(),
                report.sent() + report.notSent() - report.acknowledged(),
                report.perSecond(),
                report.whole());
    }

    /** The load generator's own links are not what is looked at. */
    private static final class Silence implements Ss7Events {
        @Override
        public void up(String association, String peer) {}

        @Override
        public void down(String association, String reason) {}

        @Override
        public void refused(String association, String reason) {}

        @Override
        public void messageRefused(String reason) {}

        @Override
        public void dataRefused(
                String association, int originatingPointCode, int destinationPointCode, String reason, boolean first) {}

        @Override
        public void remark(String name, String what) {}

        @Override
        public void stateChanged(String what, String name, String state, String cause) {}
    }
}
