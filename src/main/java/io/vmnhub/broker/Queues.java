// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.broker;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** How the broker's queues are called. */
public final class Queues {

    private static final Pattern APPLICATION = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final String JOINED = "joined.";
    /** What the names of the hub's queues begin with. */
    private static final Set<String> KINDS = Set.of("store", "joined", "dead", "sms", "events");

    private Queues() {}

    /** Where the hub keeps what it has acknowledged and not yet delivered to {@code application}. */
    public static String stored(String application) {
        return "store." + valid(application);
    }

    /** Where the hub keeps the joined long messages that it has not yet delivered to {@code application}. */
    public static String joined(String application) {
        return JOINED + valid(application);
    }

    /** Whose joined long messages {@code queue} holds; empty when it is another queue. */
    static Optional<String> joinedFor(String queue) {
        return Optional.of(queue).filter(name -> name.startsWith(JOINED)).map(name -> name.substring(JOINED.length()));
    }

    /** Where the hub keeps what could not be delivered to {@code application}. */
    public static String dead(String application) {
        return "dead." + valid(application);
    }

    /** Where an enterprise reads what is delivered to {@code application}: one queue, or one topic. */
    public static String forEnterprise(String application, boolean topic) {
        return (topic ? "events." : "sms.") + valid(application);
    }

    /** Every queue that there may be of {@code application}. */
    static List<String> of(String application) {
        return List.of(stored(application), joined(application), forEnterprise(application, false), dead(application));
    }

    /** What grows while nobody takes the messages of {@code application}. */
    static List<String> filledBy(String application) {
        return List.of(
                stored(application),
                joined(application),
                forEnterprise(application, false),
                forEnterprise(application, true));
    }

    /**
     * The queue of the durable subscription {@code name} to the topic of {@code application}: what JMS clients make of
     * the client id {@code application} and that name.
     */
    static String subscription(String application, String name) {
        if (KINDS.contains(valid(application))) {
            throw new IllegalArgumentException("an application called " + application + " cannot have subscriptions");
        }
        return application + "." + valid(name);
    }

    /**
     * Whether {@code address} belongs to {@code application}: its queue, its topic, and what follows either behind a
     * colon, which no name has.
     */
    static boolean isOwn(String address, String application) {
        for (boolean topic : new boolean[] {false, true}) {
            String own = forEnterprise(application, topic);
            // a wildcard would reach into other applications' addresses
            if (address.equals(own)
                    || address.startsWith(own + ":") && !address.contains("::") && !isWildcard(address)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether {@code queue}, standing at {@code address}, is a queue of {@code application}: that of the address, or a
     * subscription.
     */
    static boolean isOwn(String address, String queue, String application) {
        return isOwn(address, application)
                && (queue.equals(address)
                        || address.startsWith("events.")
                                && !KINDS.contains(application)
                                && queue.startsWith(application + ".")
                                && APPLICATION
                                        .matcher(queue.substring(application.length() + 1))
                                        .matches());
    }

    /** Whose dead letters take what a reader of {@code address} refuses; empty when the address belongs to nobody. */
    static Optional<String> owner(String address) {
        for (boolean topic : new boolean[] {false, true}) {
            String prefix = topic ? "events." : "sms.";
            if (address.startsWith(prefix)) {
                String name = address.substring(prefix.length()).split(":", 2)[0];
                return Optional.of(name)
                        .filter(application -> APPLICATION.matcher(application).matches());
            }
        }
        return Optional.empty();
    }

    private static boolean isWildcard(String address) {
        return address.indexOf('#') >= 0 || address.indexOf('*') >= 0 || address.indexOf('>') >= 0;
    }

    static String valid(String application) {
        if (application == null || !APPLICATION.matcher(application).matches()) {
            throw new IllegalArgumentException("'" + application
                    + "' cannot name a queue: 1 to 64 letters, digits, dots, dashes and underscores can");
        }
        return application;
    }
}
