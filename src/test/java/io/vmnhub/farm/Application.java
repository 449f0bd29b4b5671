// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.farm;

import java.util.Locale;

/** Who gets the messages: which message is for whom follows from its number. */
enum Application {
    /** Confirms each message over a webhook. */
    DIRECT(4),
    /** Gets what was stored at the broker over a webhook. */
    STORED(3),
    /** Fetches from the inbox in the database, from any node. */
    PULLED(1),
    /** Has bound over SMPP to some of the nodes. */
    BOUND(2);

    private final int ofEachTen;

    Application(int ofEachTen) {
        this.ofEachTen = ofEachTen;
    }

    static Application of(int number) {
        int left = number % 10;
        for (Application application : values()) {
            left -= application.ofEachTen;
            if (left < 0) {
                return application;
            }
        }
        throw new IllegalStateException("all applications together get ten of each ten");
    }

    /** Its hundreds of numbers and IMSIs. */
    private int digit() {
        return ordinal() + 1;
    }

    /** The IMSI to which a message goes. */
    static String imsi(int number) {
        return "234150000000" + of(number).digit() + String.format("%02d", number / 10 % 100);
    }

    /** All their numbers, as in numbers.yaml. */
    static String ranges() {
        StringBuilder yaml = new StringBuilder("ranges:\n");
        for (Application application : values()) {
            yaml.append("""
                      - {from: "447700900%1$d00", to: "447700900%1$d99", firstImsi: "234150000000%1$d00", application: %2$s}
                    """.formatted(application.digit(), application.routeName()));
        }
        return yaml.toString();
    }

    /** What it is called in the configuration. */
    String routeName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
