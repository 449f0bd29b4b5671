// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.webhook;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How a message is written into a request. */
enum WebhookFormat {

    /** The message's JSON form, as it stands. */
    MESSAGE("application/json"),

    /**
     * {@code {"type":"sms.received","timestamp":…,"data":{the JSON form}}}, the payload that Standard Webhooks 1.0.0
     * recommends.
     */
    EVENT("application/json"),

    /** A CloudEvents 1.0 event in structured mode, the JSON form as its data. */
    CLOUDEVENTS("application/cloudevents+json"),

    /** Form fields From, To, Body, MessageSid. */
    FORM("application/x-www-form-urlencoded"),

    /** A template of the integrator's own. */
    TEMPLATE("application/json");

    private final String contentType;

    WebhookFormat(String contentType) {
        this.contentType = contentType;
    }

    /** @throws IllegalArgumentException when it is none of the formats, in lower case */
    static WebhookFormat of(String word) {
        return Arrays.stream(values())
                .filter(format -> format.word().equals(word.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("webhook: format " + word + " must be one of "
                        + Arrays.stream(values()).map(WebhookFormat::word).collect(Collectors.joining(", "))));
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    String contentType() {
        return contentType;
    }
}
