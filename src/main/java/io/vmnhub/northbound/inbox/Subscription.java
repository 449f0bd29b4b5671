package io.vmnhub.northbound.inbox;

/**
 * An application's wish to be told of messages.
 *
 * @param id           given by the hub
 * @param selection    of which messages
 * @param notifyUrl    where they are posted
 * @param callbackData given back with each
 */
public record Subscription(String id, Selection selection, String notifyUrl, String callbackData) {
}
