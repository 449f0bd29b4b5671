// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.inbox;

/**
 * An application's request to be notified of messages.
 *
 * @param id given by the hub
 * @param selection of which messages
 * @param notifyUrl where they are posted
 * @param callbackData given back with each
 * @param form in which it was made and its notifications are
 */
public record Subscription(String id, Selection selection, String notifyUrl, String callbackData, Form form) {

    /** An interface of the hub that has subscriptions. */
    public enum Form {
        /** GSMA OneAPI. */
        REST,
        /** Parlay X. */
        SOAP
    }
}
