// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.screening;

import io.vmnhub.screening.RateLimit.Operation;
import io.vmnhub.screening.Spoofing.Action;
import io.vmnhub.screening.Spoofing.Check;
import io.vmnhub.sms.MapUserError;
import io.vmnhub.sms.ShortMessage;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Decides about queries and messages. In this order, the first that refuses decides:
 *
 * <ol>
 *   <li>the lists of SMSCs,
 *   <li>the rate limits,
 *   <li>the comparisons of addresses (spoofing),
 *   <li>gray listing, messages only,
 *   <li>the filters, messages only.
 * </ol>
 *
 * <p>Rules are replaced as a whole between two messages; what is remembered and the buckets of limits that stay the
 * same stay. Thread-safe, and never waits for anything.
 */
public final class Screening {

    private final Clock clock;
    private final LongSupplier nanoTime;
    private final GrayList grayList;
    private final Queries queries;
    private int nodes = 1;
    private volatile Rulebook rulebook;

    /** Rules made ready. */
    private record Rulebook(ScreeningRules rules, SmscLists lists, RateLimits limits, Filters filters) {}

    /** On the system's clock, with memories of this process. */
    public Screening(ScreeningRules rules) {
        this(rules, MemorySource.local(), Clock.systemUTC(), System::nanoTime);
    }

    /**
     * Screening with memories and clocks of the caller's.
     *
     * @param clock for what lasts: gray listing, queries, expiry, time of day
     * @param nanoTime for rates
     */
    public Screening(ScreeningRules rules, MemorySource memories, Clock clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
        grayList = new GrayList(rules.gray(), memories);
        queries = new Queries(rules.spoofing(), memories);
        replace(rules);
    }

    /**
     * From the next message on these rules hold.
     *
     * @throws IllegalArgumentException when ranges of the lists overlap; the old rules stay then
     */
    public synchronized void replace(ScreeningRules rules) {
        Rulebook before = rulebook;
        Rulebook after = new Rulebook(
                rules,
                before != null && before.rules().entries().equals(rules.entries())
                        ? before.lists()
                        : new SmscLists(rules.entries()),
                new RateLimits(rules, Optional.ofNullable(before).map(Rulebook::limits), nanoTime),
                new Filters(rules.filters()));
        after.limits().shareAmong(nodes);
        grayList.replace(rules.gray());
        queries.replace(rules.spoofing(), clock.millis());
        rulebook = after;
    }

    /** From now on this is one of so many nodes that take messages, and each lets its part of every limit pass. */
    public synchronized void shareAmong(int changed) {
        nodes = changed;
        rulebook.limits().shareAmong(changed);
    }

    public ScreeningRules rules() {
        return rulebook.rules();
    }

    /**
     * A query for routing information (sendRoutingInfoForSM). When it passes, and the number is one of the hub's, it is
     * remembered.
     *
     * @param vmn the number, digits
     * @param application who owns it; empty string when the hub does not have it
     */
    public Verdict query(Sender sender, String vmn, String application) {
        return query(sender, vmn, application, Trace.OFF);
    }

    /** As {@link #query(Sender, String, String)}, and tells what it looks at. */
    public Verdict query(Sender sender, String vmn, String application, Trace trace) {
        Rulebook book = rulebook;
        long now = clock.millis();
        Colour colour = colour(book, sender, now, trace);
        if (colour == Colour.BLACK && !(book.rules().black() instanceof Outcome.Discard)) {
            return new Verdict("list.black", book.rules().black(), colour, List.of());
        }
        Optional<RateLimit> over =
                book.limits().refusal(Operation.QUERIES, colour, sender, "", vmn, application, trace);
        if (over.isPresent()) {
            return new Verdict(RateLimits.rule(over.get()), over.get().outcome(), colour, List.of());
        }
        Spoofing spoofing = book.rules().spoofing();
        if (!sender.consistent() && spoofing.action(Check.FAKED_QUERY) == Action.REJECT) {
            return new Verdict(Check.FAKED_QUERY.rule(), new Outcome.Reject(spoofing.error()), colour, List.of());
        }
        if (spoofing.correlates() && !application.isEmpty()) {
            queries.remember(vmn, sender, now);
        }
        return passed(colour, List.of());
    }

    /**
     * What the lists alone say of a message, before anything is known of it but its sender: a refusal when it is black,
     * else none.
     */
    public Optional<Verdict> listed(Sender sender) {
        Rulebook book = rulebook;
        return colour(book, sender, clock.millis(), Trace.OFF) == Colour.BLACK
                ? Optional.of(new Verdict("list.black", book.rules().black(), Colour.BLACK, List.of()))
                : Optional.empty();
    }

    /** What the lists say of an SMSC now; of one on no list, what the rules take it for. */
    public Colour colour(Sender sender) {
        return colour(rulebook, sender, clock.millis(), Trace.OFF);
    }

    /**
     * A message that is to be delivered.
     *
     * @param application who owns the number it is for
     */
    public Verdict message(Sender sender, String application, ShortMessage message) {
        return message(sender, application, message, Trace.OFF);
    }

    /** As {@link #message(Sender, String, ShortMessage)}, and tells what it looks at. */
    public Verdict message(Sender sender, String application, ShortMessage message, Trace trace) {
        Rulebook book = rulebook;
        long now = clock.millis();
        Colour colour = colour(book, sender, now, trace);
        if (colour == Colour.BLACK) {
            return new Verdict("list.black", book.rules().black(), colour, List.of());
        }
        String vmn = message.destinationAddress().value();
        String originator = message.originatingAddress().value();
        Optional<RateLimit> over =
                book.limits().refusal(Operation.MESSAGES, colour, sender, originator, vmn, application, trace);
        if (over.isPresent()) {
            return new Verdict(RateLimits.rule(over.get()), over.get().outcome(), colour, List.of());
        }
        List<String> tags = new ArrayList<>(0);
        Optional<Check> spoofed = spoofed(book.rules().spoofing(), vmn, sender, now, tags, trace);
        if (spoofed.isPresent()) {
            // who is doubted because of a crash asks again, and is known then
            MapUserError error = spoofed.get() == Check.UNSOLICITED && queries.doubtful(now)
                    ? Outcome.Reject.BUSY
                    : book.rules().spoofing().error();
            return new Verdict(spoofed.get().rule(), new Outcome.Reject(error), colour, tags);
        }
        if (colour == Colour.GRAY) {
            boolean passes = grayList.passes(sender.key(), originator, vmn, now);
            if (trace.on()) {
                trace.step(
                        "list.gray",
                        passes
                                ? "this sender has come back as it should"
                                : "an attempt of an unknown sender, or one too early");
            }
            if (!passes) {
                return new Verdict(
                        "list.gray", new Outcome.Reject(book.rules().gray().error()), colour, tags);
            }
        }
        Optional<Filter> filter = book.filters()
                .decide(new Subject(sender, application, message, book.filters().words(), now), tags, trace);
        return filter.isPresent()
                ? new Verdict(Filters.rule(filter.get()), filter.get().outcome(), colour, tags)
                : passed(colour, tags);
    }

    private static Verdict passed(Colour colour, List<String> tags) {
        return new Verdict("", new Outcome.Accept(), colour, tags);
    }

    private static Colour colour(Rulebook book, Sender sender, long now, Trace trace) {
        SmscLists.Finding finding = book.lists().find(sender, now);
        Colour colour = finding.colour() == Colour.UNLISTED ? book.rules().unlisted() : finding.colour();
        if (trace.on()) {
            trace.step(
                    "list." + colour.word(),
                    finding.entry()
                            .map(ListEntry::toString)
                            .orElse("on no list"
                                    + (colour == Colour.UNLISTED
                                            ? ""
                                            : ", which the rules take for " + colour.word())));
        }
        return colour;
    }

    /** The check that rejects; those that tag do. */
    private Optional<Check> spoofed(
            Spoofing rules, String vmn, Sender sender, long now, List<String> tags, Trace trace) {
        Set<Check> wrong = rules.correlates() ? queries.compare(vmn, sender, now) : EnumSet.noneOf(Check.class);
        if (!sender.consistent()) {
            wrong.add(Check.FAKED_MESSAGE);
        }
        Check rejecting = null;
        for (Check check : wrong) {
            Action action = rules.action(check);
            if (trace.on()) {
                trace.step(check.rule(), "is so: " + action.name().toLowerCase(Locale.ROOT));
            }
            if (action == Action.TAG) {
                tags.add(check.key());
            } else if (action == Action.REJECT && rejecting == null) {
                rejecting = check;
            }
        }
        return Optional.ofNullable(rejecting);
    }

    GrayList grayList() {
        return grayList;
    }

    Queries queries() {
        return queries;
    }

    /** The combinations that gray listing remembers and that have all that is given, in no order. */
    public List<GrayCombination> grayCombinations(
            Optional<String> smsc, Optional<String> originatingAddress, Optional<String> vmn) {
        return grayList.combinations(smsc, originatingAddress, vmn);
    }

    /**
     * Lets gray listing forget the combinations that have all that is given: their next messages are first attempts.
     *
     * @return how many there were
     */
    public int forgetGray(Optional<String> smsc, Optional<String> originatingAddress, Optional<String> vmn) {
        return grayList.forget(smsc, originatingAddress, vmn);
    }

    /**
     * Takes over which queries were known before a restart.
     *
     * @param stopped false after a crash
     */
    void restored(Completeness complete, boolean stopped) {
        if (rules().spoofing().correlates()) {
            queries.restored(complete, stopped, clock.millis());
        }
    }

    /** How many buckets, gray combinations and query addresses are remembered. */
    public Sizes sizes() {
        return new Sizes(
                rulebook.lists().size(),
                rulebook.limits().keys(),
                grayList.memory().size(),
                queries.memory().size());
    }

    /**
     * How much is held in memory.
     *
     * @param listed entries of the lists
     * @param buckets token buckets
     * @param gray combinations that gray listing knows
     * @param queries addresses that queries came from
     */
    public record Sizes(long listed, long buckets, long gray, long queries) {}

    /** The entries that count, those added to the running hub included. */
    public Collection<ListEntry> entries() {
        return rulebook.rules().entries();
    }
}
