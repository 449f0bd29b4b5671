// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.http;

/** What a URL that the hub posts to is, in metrics and in reasons. */
public enum TargetKind {

    /** Named by a route; an answer of 410 disables it. */
    WEBHOOK("webhook", "webhook"),

    /** A SOAP service that a route names. */
    SOAP("soap", "SOAP service"),

    /** Named by an application, over REST or SOAP, for the messages of its inbox. */
    SUBSCRIPTION("subscription", "subscriber");

    private final String label;
    private final String words;

    TargetKind(String label, String words) {
        this.label = label;
        this.words = words;
    }

    /** In the names of metrics: {@code vmnhub_<label>_calls_total}. */
    String label() {
        return label;
    }

    /** Before its URL in a reason. */
    String words() {
        return words;
    }
}
