package io.vmnhub.component.webhook;

/** How a message is written into a request. */
enum WebhookFormat {

    /** The message's JSON form, as it stands. */
    MESSAGE("application/json"),

    /** {@code {"type":"sms.received","timestamp":…,"data":{the JSON form}}}, the payload that Standard Webhooks 1.0.0 recommends. */
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

    String contentType() {
        return contentType;
    }
}
