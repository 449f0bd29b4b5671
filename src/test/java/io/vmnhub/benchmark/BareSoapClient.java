// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.vertx.core.Vertx;
import io.vmnhub.component.parlayx.CallSettings;
import io.vmnhub.component.parlayx.SmsNotificationSender;
import io.vmnhub.http.PostContext;
import io.vmnhub.sms.Address;
import io.vmnhub.sms.DataCodingScheme;
import io.vmnhub.sms.ShortMessage;
import io.vmnhub.sms.SmsDeliver;
import io.vmnhub.sms.UserDataHeader;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.cxf.BusFactory;

/**
 * The call that the hub makes, without the hub: one message again and again. Driven by lines on standard input:
 * {@code <in flight> <seconds>}, answered by how many a second were confirmed.
 */
public final class BareSoapClient {

    private static final ShortMessage MESSAGE = new ShortMessage(
            "01JD8Z6M3QK5T7V9X1B2C4D6E8",
            Address.international("447700900123"),
            "447700000100",
            Instant.now(),
            new SmsDeliver(
                    false,
                    false,
                    false,
                    false,
                    Address.international("447911123456"),
                    0,
                    new DataCodingScheme(0),
                    Optional.of(OffsetDateTime.now()),
                    UserDataHeader.NONE,
                    new byte[0],
                    "A message of an ordinary length: 1234567890"));

    private BareSoapClient() {}

    /** @param arguments the URL */
    public static void main(String[] arguments) throws Exception {
        CallSettings settings = new CallSettings();
        settings.setAllowPrivateTargets(true);
        SmsNotificationSender sender = new SmsNotificationSender(
                BusFactory.newInstance().createBus(),
                PostContext.of(Vertx.vertx(), new CompositeMeterRegistry()),
                arguments[0],
                "bare",
                settings);
        System.out.println("ready");
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            String[] words = command.split(" ");
            System.out.println(run(sender, Integer.parseInt(words[0]), Integer.parseInt(words[1])));
        }
        System.exit(0);
    }

    private static double run(SmsNotificationSender sender, int inFlight, int seconds) throws InterruptedException {
        Semaphore window = new Semaphore(inFlight);
        LongAdder confirmed = new LongAdder();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < end) {
            window.acquire();
            sender.send("acme-1", MESSAGE).whenComplete((done, failure) -> {
                if (failure == null) {
                    confirmed.increment();
                }
                window.release();
            });
        }
        window.acquire(inFlight);
        return confirmed.sum() / (double) seconds;
    }
}
