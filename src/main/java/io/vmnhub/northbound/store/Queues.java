package io.vmnhub.northbound.store;

import java.util.regex.Pattern;

/** How the broker's queues are called. */
public final class Queues {

    private static final Pattern APPLICATION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]*");

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

    /** Where an enterprise reads what is delivered to {@code application}; {@code sms.<application>.…} is its own as well. */
    public static String forEnterprise(String application) {
        return "sms." + application;
    }

    private static String valid(String application) {
        if (application == null || !APPLICATION.matcher(application).matches()) {
            throw new IllegalArgumentException("'" + application + "' cannot name a queue: letters, digits, _ and - can");
        }
        return application;
    }
}
