// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.exchange;

import io.vmnhub.sms.MapUserErrorException;
import org.apache.camel.util.ObjectHelper;

/**
 * Which failures are a last word: refusals by a MAP user error after which an SMSC gives up, and what a receiver will
 * never take.
 */
public final class FinalRefusals {

    private FinalRefusals() {}

    /** @param failure looked at as deep as the answer to the SMSC is: the first error found counts */
    public static boolean contain(Throwable failure) {
        if (ObjectHelper.getException(NeverConfirmedException.class, failure) != null) {
            return true;
        }
        MapUserErrorException refusal = ObjectHelper.getException(MapUserErrorException.class, failure);
        return refusal != null && refusal.error().isFinal();
    }
}
