// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.screening;

import io.vmnhub.sms.Address;
import io.vmnhub.sms.DataCodingScheme;
import io.vmnhub.sms.ShortMessage;
import io.vmnhub.sms.SmsDeliver;
import io.vmnhub.sms.UserDataHeader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Rules, messages and a clock for the tests of screening. */
final class Given {

    static final String SMSC = "447700000100";
    static final String SENDER = "447911123456";
    static final String VMN = "447700900001";

    /** A clock that moves when it is told to. */
    static final class Time extends Clock {
        private long nanos = Instant.parse("2026-11-22T12:00:00Z").toEpochMilli() * 1_000_000;

        Time pass(Duration duration) {
            nanos += duration.toNanos();
            return this;
        }

        long nanos() {
            return nanos;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(millis());
        }

        @Override
        public long millis() {
            return nanos / 1_000_000;
        }
    }

    private final List<ListEntry> entries = new ArrayList<>();
    private final List<RateLimit> limits = new ArrayList<>();
    private final List<Filter> filters = new ArrayList<>();
    private Colour unlisted = Colour.UNLISTED;
    private Outcome black = new Outcome.Reject(Outcome.Reject.FINAL);
    private Optional<Rate> white = Optional.empty();
    private GrayListing gray = GrayListing.DEFAULT;
    private Spoofing spoofing = Spoofing.OFF;

    Given listed(Colour colour, String address) {
        entries.add(
                new ListEntry(colour, DigitPattern.parse(address), "", Optional.empty(), "test", entries.size() + 1));
        return this;
    }

    Given listed(Colour colour, String address, Instant expires) {
        entries.add(new ListEntry(
                colour, DigitPattern.parse(address), "", Optional.of(expires), "test", entries.size() + 1));
        return this;
    }

    Given unlisted(Colour colour) {
        unlisted = colour;
        return this;
    }

    Given black(Outcome outcome) {
        black = outcome;
        return this;
    }

    Given white(String rate) {
        white = Optional.of(Rate.parse(rate));
        return this;
    }

    Given gray(GrayListing settings) {
        gray = settings;
        return this;
    }

    Given limit(String name, RateLimit.Scope per, Rate rate, String... applications) {
        return limit(new RateLimit(
                name,
                per,
                RateLimit.Operation.MESSAGES,
                Set.of(applications),
                rate,
                new Outcome.Reject(Outcome.Reject.BUSY),
                RateLimit.DEFAULT_KEYS));
    }

    Given limit(RateLimit limit) {
        limits.add(limit);
        return this;
    }

    Given spoofing(Spoofing.Action action, Spoofing.Check... checks) {
        Map<Spoofing.Check, Spoofing.Action> actions =
                new EnumMap<>(spoofing.actions().isEmpty() ? Map.of(checks[0], action) : spoofing.actions());
        List.of(checks).forEach(check -> actions.put(check, action));
        spoofing = new Spoofing(actions, Outcome.Reject.FINAL, Duration.ofHours(1), 1000, true);
        return this;
    }

    Given spoofing(Spoofing settings) {
        spoofing = settings;
        return this;
    }

    Given filter(String name, Conditions when, Outcome outcome, String... applications) {
        return filter(name, when, Conditions.NONE, outcome, applications);
    }

    Given filter(String name, Conditions when, Conditions unless, Outcome outcome, String... applications) {
        filters.add(new Filter(name, Set.of(applications), when, unless, outcome));
        return this;
    }

    ScreeningRules rules() {
        return new ScreeningRules(entries, unlisted, black, white, gray, limits, spoofing, filters);
    }

    Screening screening() {
        return screening(new Time());
    }

    Screening screening(Time time) {
        return new Screening(rules(), MemorySource.local(time::nanos), time, time::nanos);
    }

    static ShortMessage message(String text) {
        return message(Address.international(SENDER), VMN, text);
    }

    static ShortMessage message(Address from, String vmn, String text) {
        return message(
                from,
                vmn,
                text,
                DataCodingScheme.GSM7,
                0,
                UserDataHeader.NONE,
                text.getBytes(StandardCharsets.UTF_16BE));
    }

    static ShortMessage message(
            Address from,
            String vmn,
            String text,
            DataCodingScheme scheme,
            int pid,
            UserDataHeader header,
            byte[] data) {
        return new ShortMessage(
                "id",
                Address.international(vmn),
                SMSC,
                Instant.EPOCH,
                new SmsDeliver(false, false, false, false, from, pid, scheme, Optional.empty(), header, data, text));
    }
}
