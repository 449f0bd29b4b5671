// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vmnhub.fixture.Certificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateWatchTest {

    private static final double DAY = Duration.ofDays(1).toSeconds();

    @TempDir
    private Path folder;

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final CertificateWatch watch = new CertificateWatch(metrics);

    private double secondsLeft(Path file) {
        return metrics.get("vmnhub.certificate.expiry")
                .tag("file", file.toString())
                .gauge()
                .value();
    }

    @Test
    void whatHasChangedIsTakenAndItsNewEndIsMeasured() throws Exception {
        Certificates first = Certificates.in(folder, "first", "EC", 3);
        Certificates second = Certificates.in(folder, "second", "EC", 90);
        TlsFiles files = TlsFiles.server(first.keyStore(), Optional.empty(), Certificates.PASSWORD);
        AtomicInteger renewals = new AtomicInteger();
        try (CertificateWatch.Use use = watch.watch("A port", files, renewals::incrementAndGet)) {
            assertThat(secondsLeft(first.keyStore())).isBetween(2 * DAY, 3 * DAY);
            watch.poll();
            assertThat(renewals).hasValue(0);
            Files.copy(second.keyStore(), first.keyStore(), StandardCopyOption.REPLACE_EXISTING);
            await().atMost(Duration.ofSeconds(30)).until(() -> renewals.get() == 1);
            await().atMost(Duration.ofSeconds(30)).until(() -> secondsLeft(first.keyStore()) > 80 * DAY);
        }
        assertThat(metrics.getMeters()).isEmpty();
    }

    @Test
    void aFileThatIsMissingForAMomentIsTakenWhenItIsBack() throws Exception {
        Certificates made = Certificates.in(folder, "hub", "EC", 30);
        TlsFiles files = TlsFiles.server(made.certificate(), Optional.of(made.key()), "");
        AtomicInteger renewals = new AtomicInteger();
        try (CertificateWatch.Use use = watch.watch("A port", files, renewals::incrementAndGet)) {
            Path aside = Files.move(made.certificate(), folder.resolve("aside"));
            watch.poll();
            assertThat(renewals).hasValue(0);
            Files.writeString(made.certificate(), Files.readString(aside) + "\n");
            watch.poll();
            await().atMost(Duration.ofSeconds(30)).until(() -> renewals.get() == 1);
        }
    }
}
