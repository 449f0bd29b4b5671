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
import org.awaitility.Awaitility;

/**
 * The simulator in a JVM of its own, told by lines on standard input what to do: {@code <target> <phase> <seconds>},
 * where a phase is {@code fsm closed 100} or {@code sri+fsm rate 1000}; the words of {@link #NUMBERS} are fsm to other
 * numbers. Each is answered by one line of {@link Result}.
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
            Map.entry("store", "623"),
            Map.entry("rows", "723"),
            Map.entry("backlog", "823"));

    private static final int MOST_IN_FLIGHT_AT_A_RATE = 20_000;

    private final Map<String, Smsc> targets = new HashMap<>();

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
            System.out.println(generator.run(command.split(" ")));
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

    private Result run(String[] words) throws InterruptedException {
        String digits = NUMBERS.get(words[1]);
        Optional<Submission.Route> route = words[1].startsWith("sri")
                ? Optional.empty()
                : Optional.of(new Submission.Route("234150000000" + digits, "447700000001"));
        Submission submission = new Submission(
                Address.international("447911123456"),
                "447700900" + digits,
                "A message of an ordinary length: 1234567890",
                Optional.empty(),
                3,
                false,
                false,
                route);
        int number = Integer.parseInt(words[3]);
        Pace pace =
                words[2].equals("rate") ? new Pace.Rate(number, MOST_IN_FLIGHT_AT_A_RATE) : new Pace.InFlight(number);
        RunPlan plan = new RunPlan(
                submission, pace, OptionalLong.empty(), Optional.of(Duration.ofSeconds(Long.parseLong(words[4]))));
        RunReport report = new Run(targets.get(words[0]), plan, (message, delivery, nanos) -> {}).run();
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
