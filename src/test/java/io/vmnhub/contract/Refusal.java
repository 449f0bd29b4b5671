// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.contract;

import io.vmnhub.sms.ShortMessage;

/**
 * A message that is refused, and what the SMSC is told.
 *
 * @param name for the test's report
 * @param arranged done before, so that the application refuses
 * @param uri the route that the message is sent to
 * @param message what is sent
 * @param error the MAP error in the hub's words, {@code illegalSubscriber} or
 *     {@code sm-DeliveryFailure(memoryCapacityExceeded)}; {@code systemFailure} is the temporary one of everything that
 *     does not say another
 */
public record Refusal(String name, Step arranged, String uri, ShortMessage message, String error) {

    /** Something that a test does. */
    @FunctionalInterface
    public interface Step {
        void run() throws Exception;
    }

    /** A message of the contract's to {@link TestedSink#PATIENT} that the application answers with a refusal. */
    public static Refusal answered(String name, String error, Step arranged) {
        return new Refusal(name, arranged, TestedSink.PATIENT, Messages.numbered(), error);
    }

    /** A message of the contract's to a route that ends where it cannot be taken. */
    public static Refusal of(String name, String error, String uri) {
        return new Refusal(name, () -> {}, uri, Messages.numbered(), error);
    }
}
