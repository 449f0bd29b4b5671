// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark;

import java.util.Locale;

/** A program that is measured. */
enum Target {
    /** jSS7 that only answers. */
    BARE(true),
    /** The hub, with an application for each way out. */
    HUB(true),
    /** A hub with 100,000 list entries and 50 rules. */
    RULES(true),
    /** jSMPP's server, which makes its messages up. */
    JSMPP(false),
    /** The HTTP client of the webhooks, which posts one message again and again. */
    HTTP(false),
    /** The call of parlayx-sink without the hub. */
    SOAP(false);

    private final boolean generated;

    Target(boolean generated) {
        this.generated = generated;
    }

    /** Whether the load generator sends it messages; else it makes its load itself. */
    boolean isGenerated() {
        return generated;
    }

    boolean isHub() {
        return this == HUB || this == RULES;
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
