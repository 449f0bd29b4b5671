// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * getReceivedSms a second: from the hub's inbox in an H2 file, beside the same service on CXF alone with messages from
 * nowhere, in one run and in turn. docs/benchmark.md says how to run it.
 */
public final class ReceiveSmsBenchmark {

    private static final int BATCH = 10;
    private static final String REQUEST =
            "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><r:getReceivedSms "
                    + "xmlns:r='http://www.csapi.org/schema/parlayx/sms/receive/v2_2/local'><r:registrationIdentifier>acme</r:registrationIdentifier>"
                    + "</r:getReceivedSms></s:Body></s:Envelope>";

    private final int inFlight = Settings.number("inFlight", 20);
    private final int rounds = Settings.number("rounds", 3);
    private final int calls = Settings.number("calls", 3_000);
    private final String jvm = Settings.text("jvm").orElse(Settings.HEAP);
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(inFlight));

    private ReceiveSmsBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        new ReceiveSmsBenchmark().run();
        System.exit(0);
    }

    private record Target(String name, Program program, int port) {}

    private void run() throws Exception {
        Path log = Files.createTempDirectory("vmn-hub-receive-sms-benchmark").resolve("programs.log");
        try (Program bare = Program.talking(log, jvm, ReceiveSmsServer.class, "bare");
                Program hub = Program.talking(log, jvm, ReceiveSmsServer.class, "hub", String.valueOf(BATCH))) {
            Target[] targets = {new Target("bare CXF", bare, port(bare)), new Target("hub", hub, port(hub))};
            System.out.printf(
                    "%d processors, Java %s; %d calls in flight, %d calls each, a batch is %d messages%n",
                    Runtime.getRuntime().availableProcessors(), Runtime.version(), inFlight, calls, BATCH);
            for (Target target : targets) {
                measure(target, 0, "warm-up");
                measure(target, BATCH, "warm-up");
            }
            for (int round = 1; round <= rounds; round++) {
                for (int messages : new int[] {0, BATCH}) {
                    for (Target target : targets) {
                        measure(target, messages, "round " + round);
                    }
                }
            }
        } catch (IOException e) {
            throw new IOException(e.getMessage() + "\n" + Files.readString(log), e);
        }
    }

    private static int port(Program program) throws IOException {
        return Integer.parseInt(program.await("port ").split(" ")[1]);
    }

    private void measure(Target target, int messages, String round) throws Exception {
        target.program()
                .ask(messages + " " + messages * calls * 11 / 10); // calls beside each other may get less than a batch
        long cpu = target.program().cpuNanos();
        long start = System.nanoTime();
        LongAdder received = new LongAdder();
        AtomicInteger left = new AtomicInteger(calls);
        CountDownLatch ended = new CountDownLatch(inFlight);
        for (int i = 0; i < inFlight; i++) {
            again(target, received, left, ended);
        }
        if (!ended.await(5, TimeUnit.MINUTES)) {
            throw new IllegalStateException("calls have not ended");
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                "%-8s %-8s %2d messages a call: %7.0f calls/s %8.0f messages/s %8.1f µs CPU a call%n",
                round,
                target.name(),
                messages,
                calls / seconds,
                received.sum() / seconds,
                (target.program().cpuNanos() - cpu) / 1_000.0 / calls);
    }

    private void again(Target target, LongAdder received, AtomicInteger left, CountDownLatch ended) {
        if (left.getAndDecrement() <= 0) {
            ended.countDown();
            return;
        }
        call(target).onComplete(answer -> {
            if (answer.succeeded()) {
                received.add(answer.result().split("<message>", -1).length - 1);
            } else {
                System.err.println(answer.cause().getMessage());
            }
            again(target, received, left, ended);
        });
    }

    private Future<String> call(Target target) {
        return client.request(HttpMethod.POST, target.port(), "127.0.0.1", "/soap/ReceiveSms")
                .compose(request -> request.putHeader("Content-Type", "text/xml;charset=UTF-8")
                        .putHeader("SOAPAction", "\"\"")
                        .putHeader(
                                "Authorization",
                                "Basic "
                                        + Base64.getEncoder()
                                                .encodeToString("acme:acme-pass".getBytes(StandardCharsets.UTF_8)))
                        .send(REQUEST))
                .compose(response -> response.statusCode() == 200
                        ? response.body().map(Object::toString)
                        : Future.failedFuture("answered " + response.statusCode()));
    }
}
