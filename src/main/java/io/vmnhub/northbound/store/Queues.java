package io.vmnhub.northbound.store;

import java.util.List;
import java.util.regex.Pattern;

/** How the broker's queues are called. */
public final class Queues {

    private static final Pattern APPLICATION = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    private Queues() {
    }

    /** Where the hub keeps what it has acknowledged and not yet delivered to {@code application}. */
    public static String stored(String application) {
        return "store." + valid(application);
    }

    /** Where the hub keeps what could not be delivered to {@code application}. */
    public static String dead(String application) {
        return "dead." + valid(application);
    }

    /** Where an enterprise reads what is delivered to {@code application}: one queue, or one topic. */
    public static String forEnterprise(String application, boolean topic) {
        return (topic ? "events." : "sms.") + valid(application);
    }

    /** What grows while nobody takes the messages of {@code application}. */
    static List<String> filledBy(String application) {
        return List.of(stored(application), forEnterprise(application, false), forEnterprise(application, true));
    }

    /** Whether {@code address} belongs to {@code application}: its queue, its topic, and what follows either behind a colon, which no name has. */
    static boolean isOwn(String address, String application) {
        for (boolean topic : new boolean[] {false, true}) {
            String own = forEnterprise(application, topic);
            // a wildcard would reach into other applications' addresses
            if (address.equals(own) || address.startsWith(own + ":") && address.indexOf('#') < 0 && address.indexOf('*') < 0) {
                return true;
            }
        }
        return false;
    }

    static String valid(String application) {
        if (application == null || !APPLICATION.matcher(application).matches()) {
            throw new IllegalArgumentException("'" + application + "' cannot name a queue: 1 to 64 letters, digits, dots, dashes and underscores can");
        }
        return application;
    }
}
