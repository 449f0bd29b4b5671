// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.screening;

import io.vmnhub.sms.MapUserError;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * Whether the addresses that an SMSC shows agree (GSMA IR.71 and FS.11).
 *
 * @param actions what each check leads to; {@link Action#OFF} for those that are not there
 * @param error of {@link Action#REJECT}
 * @param queryWithin how long a query for routing information allows messages
 * @param rememberedQueries how many queries are remembered at most
 * @param persist whether queries are remembered over a restart
 */
public record Spoofing(
        Map<Check, Action> actions, MapUserError error, Duration queryWithin, int rememberedQueries, boolean persist) {

    public static final Duration DEFAULT_QUERY_WITHIN = Duration.ofHours(1);
    public static final int DEFAULT_REMEMBERED_QUERIES = 200_000;

    /** Everything off. */
    public static final Spoofing OFF =
            new Spoofing(Map.of(), Outcome.Reject.FINAL, DEFAULT_QUERY_WITHIN, DEFAULT_REMEMBERED_QUERIES, false);

    /** What is compared. */
    public enum Check {
        /** The SCCP address of the message is not that of the query. */
        SCCP_ADDRESS_CHANGED("sccpAddressChanged"),
        /** The MAP service centre address of the message is not that of the query. */
        MAP_ADDRESS_CHANGED("mapAddressChanged"),
        /** SCCP and MAP disagree in the query. */
        FAKED_QUERY("fakedQuery"),
        /** SCCP and MAP disagree in the message. */
        FAKED_MESSAGE("fakedMessage"),
        /** No query for the number came from that SMSC. */
        UNSOLICITED("unsolicited");

        private final String key;

        Check(String key) {
            this.key = key;
        }

        /** Its key in the file. */
        public String key() {
            return key;
        }

        /** Its rule name in logs and metrics. */
        public String rule() {
            return "spoofing." + key;
        }
    }

    /** What a check leads to. */
    public enum Action {
        OFF,
        TAG,
        REJECT
    }

    public Spoofing {
        actions = actions.isEmpty() ? Map.of() : Map.copyOf(new EnumMap<>(actions));
        Objects.requireNonNull(error, "error");
        if (queryWithin.isZero() || queryWithin.isNegative()) {
            throw new IllegalArgumentException("queryWithin must be above zero");
        }
        if (rememberedQueries < 1) {
            throw new IllegalArgumentException("rememberedQueries must be at least 1");
        }
    }

    Action action(Check check) {
        return actions.getOrDefault(check, Action.OFF);
    }

    boolean on(Check check) {
        return action(check) != Action.OFF;
    }

    /** Whether messages are compared with queries. */
    boolean correlates() {
        return on(Check.SCCP_ADDRESS_CHANGED)
                || on(Check.MAP_ADDRESS_CHANGED)
                || on(Check.UNSOLICITED)
                || action(Check.FAKED_QUERY) == Action.TAG;
    }
}
