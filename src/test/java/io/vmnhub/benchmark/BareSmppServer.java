// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jsmpp.bean.DataCodings;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.InterfaceVersion;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.session.SMPPServerSession;
import org.jsmpp.session.SMPPServerSessionListener;

/**
 * jSMPP's server and nothing of the hub's: it sends one message over and over, a thread for each that waits for its
 * response. Told by lines on standard input: {@code <in flight> <seconds>}, answered by how many a second were
 * confirmed.
 */
public final class BareSmppServer {

    private static final byte[] TEXT =
            "A message of an ordinary length: 1234567890".getBytes(StandardCharsets.US_ASCII);

    private BareSmppServer() {}

    /** @param arguments the port, and how many sessions it is to wait for */
    public static void main(String[] arguments) throws Exception {
        List<SMPPServerSession> sessions = new ArrayList<>();
        SMPPServerSessionListener listener = new SMPPServerSessionListener(Integer.parseInt(arguments[0]));
        System.out.println("listening");
        while (sessions.size() < Integer.parseInt(arguments[1])) {
            SMPPServerSession session = listener.accept();
            session.waitForBind(5_000).accept("bare", InterfaceVersion.IF_34);
            session.setTransactionTimer(10_000);
            sessions.add(session);
        }
        System.out.println("bound");
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            String[] words = command.split(" ");
            System.out.println(run(sessions, Integer.parseInt(words[0]), Integer.parseInt(words[1])));
        }
    }

    private static double run(List<SMPPServerSession> sessions, int inFlight, int seconds) throws InterruptedException {
        LongAdder confirmed = new LongAdder();
        ExecutorService threads = Executors.newFixedThreadPool(inFlight);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        for (int i = 0; i < inFlight; i++) {
            SMPPServerSession session = sessions.get(i % sessions.size());
            threads.submit(() -> {
                while (System.nanoTime() < end) {
                    session.deliverShortMessage(
                            "",
                            TypeOfNumber.INTERNATIONAL,
                            NumberingPlanIndicator.ISDN,
                            "447911123456",
                            TypeOfNumber.INTERNATIONAL,
                            NumberingPlanIndicator.ISDN,
                            "447700900123",
                            new ESMClass(),
                            (byte) 0,
                            (byte) 0,
                            new RegisteredDelivery(0),
                            DataCodings.ZERO,
                            TEXT);
                    confirmed.increment();
                }
                return null;
            });
        }
        threads.shutdown();
        threads.awaitTermination(seconds + 10L, TimeUnit.SECONDS);
        return confirmed.sum() / (double) seconds;
    }
}
