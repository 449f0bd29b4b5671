// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.exchange;

import java.time.Duration;
import java.util.Optional;

/**
 * What a failure says about another attempt to deliver the same message.
 *
 * @param tried false when nothing was sent, so that it counts as no attempt
 * @param notBefore the pause that the application asks for; zero for none
 * @param recovery tells when the application takes messages again; empty when the failure says nothing about other
 *     messages
 * @param recoveries {@link Recovery#count} from before the failure: when it has grown since, there is no reason to wait
 */
public record NextTry(boolean tried, Duration notBefore, Optional<Recovery> recovery, long recoveries) {

    /** Nothing known, except perhaps a pause. */
    static NextTry unknown(Duration notBefore) {
        return new NextTry(true, notBefore, Optional.empty(), 0);
    }

    /** What {@code failure}, or what caused it, says. */
    public static NextTry after(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause() == cause ? null : cause.getCause()) {
            if (cause instanceof NotConfirmedException notConfirmed
                    && notConfirmed.nextTry().isPresent()) {
                return notConfirmed.nextTry().get();
            }
        }
        return unknown(Duration.ZERO);
    }

    /** Whether the application has recovered since. */
    public boolean isDue() {
        return recovery.isPresent() && recovery.get().count() > recoveries;
    }
}
