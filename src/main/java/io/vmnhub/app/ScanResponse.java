// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import io.vmnhub.hlr.ScanWatch.Scan;
import io.vmnhub.screening.Colour;
import io.vmnhub.screening.DigitPattern;
import io.vmnhub.screening.RulesInForce;
import io.vmnhub.screening.Sender;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts SMSCs that scan on a list of the screening for a while, with the reason as comment, where operators see them and
 * take them off. Those on the white list, and those whose list is no better, are only reported.
 */
final class ScanResponse implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ScanResponse.class);
    private static final String COMMENT = "scanning: ";
    private static final int MOST_WAITING = 100;
    /** Titles can be forged, so there is an end to how many come on the list. */
    private static final int MOST_LISTED = 1_000;

    private final Supplier<RulesInForce> rules;
    private final Optional<Colour> list;
    private final Duration keep;
    private final ThreadPoolExecutor thread =
            new ThreadPoolExecutor(0, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST_WAITING), task -> {
                Thread made = new Thread(task, "hlr-scans");
                made.setDaemon(true);
                return made;
            });

    /**
     * @param rules there when the hub runs
     * @param list on which list; empty for none
     * @param keep how long
     */
    ScanResponse(Supplier<RulesInForce> rules, Optional<Colour> list, Duration keep) {
        this.rules = rules;
        this.list = list;
        this.keep = keep;
    }

    /** Never blocks. */
    void found(Scan scan) {
        try {
            thread.execute(() -> respond(scan));
        } catch (RejectedExecutionException e) {
            LOG.warn("SMSC {} scans, as too many others do to list it now", scan.smsc());
        }
    }

    private void respond(Scan scan) {
        String tried = scan.unknown() + " different unknown numbers or IMSIs within "
                + scan.within().toSeconds() + " s";
        RulesInForce inForce = rules.get();
        if (list.isEmpty() || inForce == null) {
            LOG.warn("SMSC {} has tried {}", scan.smsc(), tried);
            return;
        }
        Colour now = inForce.screening().colour(new Sender(Optional.of(scan.smsc()), scan.smsc()));
        if (now == Colour.WHITE || now == Colour.BLACK || now == list.get()) {
            LOG.warn("SMSC {} has tried {}; it is {} and stays so", scan.smsc(), tried, now.word());
            return;
        }
        long listed = inForce.screening().entries().stream()
                .filter(entry -> entry.comment().startsWith(COMMENT))
                .count();
        if (listed >= MOST_LISTED) {
            LOG.warn("SMSC {} has tried {}; {} are listed for that already", scan.smsc(), tried, listed);
            return;
        }
        try {
            Instant until = Instant.now().plus(keep);
            inForce.add(list.get(), DigitPattern.parse(scan.smsc()), COMMENT + tried, Optional.of(until));
            LOG.warn(
                    "SMSC {} has tried {}: it is {} until {}, or until an operator takes it off"
                            + " (DELETE /manage/v1/screening/entries/{})",
                    scan.smsc(),
                    tried,
                    list.get().word(),
                    until,
                    scan.smsc());
        } catch (IOException | IllegalArgumentException e) {
            LOG.error("SMSC {} has tried {}, and could not be listed: {}", scan.smsc(), tried, e.toString());
        }
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
