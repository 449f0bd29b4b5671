// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.hlr;

import io.vmnhub.sms.MessageWaitingStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The message waiting data of one number (TS 23.040 clause 3.2.6). Immutable.
 *
 * @param msisdn the number
 * @param application who owned it when it was noted last
 * @param cause why it does not receive; {@link Cause#NONE} when it does again and service centres are being alerted
 * @param memoryCapacityExceeded MCEF
 * @param centres who waits
 */
public record MessageWaiting(
        String msisdn, String application, Cause cause, boolean memoryCapacityExceeded, List<WaitingCentre> centres) {

    /** Why a number is not reachable. */
    public enum Cause {
        /** It is: MNRF is not set. */
        NONE,
        /** Its application did not take a message, or an SMSC has reported it absent. */
        APPLICATION,
        /** It is suspended by {@code numbers.yaml}. */
        SUSPENDED
    }

    public MessageWaiting {
        centres = List.copyOf(centres);
    }

    static MessageWaiting none(String msisdn, String application) {
        return new MessageWaiting(msisdn, application, Cause.NONE, false, List.of());
    }

    /** MNRF. */
    public boolean notReachable() {
        return cause != Cause.NONE;
    }

    public Optional<WaitingCentre> centre(String address) {
        return centres.stream().filter(one -> one.address().equals(address)).findFirst();
    }

    boolean isEmpty() {
        return cause == Cause.NONE && !memoryCapacityExceeded && centres.isEmpty();
    }

    /** @return the same with {@code added} in the list, in the place of an entry with its address */
    MessageWaiting with(WaitingCentre added) {
        List<WaitingCentre> all =
                new ArrayList<>(without(centre -> centre.address().equals(added.address())).centres);
        all.add(added);
        return new MessageWaiting(msisdn, application, cause, memoryCapacityExceeded, all);
    }

    MessageWaiting without(Predicate<WaitingCentre> removed) {
        return new MessageWaiting(
                msisdn,
                application,
                cause,
                memoryCapacityExceeded,
                centres.stream().filter(removed.negate()).toList());
    }

    MessageWaiting absent(Cause why, String owner) {
        return new MessageWaiting(msisdn, owner, why, memoryCapacityExceeded, centres);
    }

    MessageWaiting full(String owner) {
        return new MessageWaiting(msisdn, owner, cause, true, centres);
    }

    /** Both flags are cleared. */
    MessageWaiting reachable() {
        return new MessageWaiting(msisdn, application, Cause.NONE, false, centres);
    }

    MessageWaiting at(Instant now) {
        return without(centre -> !centre.until().isAfter(now));
    }

    /** What informServiceCentre says to a service centre. */
    public MessageWaitingStatus status(String serviceCentre) {
        return new MessageWaitingStatus(centre(serviceCentre).isEmpty(), notReachable(), memoryCapacityExceeded);
    }
}
