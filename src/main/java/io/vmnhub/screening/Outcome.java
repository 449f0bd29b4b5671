// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.screening;

import io.vmnhub.sms.MapUserError;
import io.vmnhub.sms.MapUserError.Code;
import java.util.Objects;

/** What becomes of a message or a query that a rule decides about. */
public sealed interface Outcome {

    /** It passes. */
    record Accept() implements Outcome {
        @Override
        public String toString() {
            return "accept";
        }
    }

    /** A MAP user error. */
    record Reject(MapUserError error) implements Outcome {

        /** The final error of a rule that names none: service centres give the message up. */
        public static final MapUserError FINAL = MapUserError.of(Code.ILLEGAL_SUBSCRIBER);
        /** The temporary error of a rule that names none: service centres come back. */
        public static final MapUserError BUSY = MapUserError.of(Code.SUBSCRIBER_BUSY_FOR_MT_SMS);

        public Reject {
            Objects.requireNonNull(error, "error");
        }

        @Override
        public String toString() {
            return "reject with " + error;
        }
    }

    /** The SMSC is told that it was delivered; nobody gets it. */
    record Discard() implements Outcome {
        @Override
        public String toString() {
            return "discard";
        }
    }

    /** The SMSC is told nothing and waits for its own timer. */
    record NoAnswer() implements Outcome {
        @Override
        public String toString() {
            return "no answer";
        }
    }

    /**
     * Somebody else gets it.
     *
     * @param target an application's name or, with a colon in it, an endpoint's URI, which may hold secrets behind its
     *     question mark
     */
    record Divert(String target) implements Outcome {
        public Divert {
            Objects.requireNonNull(target, "target");
        }

        /** Whether the target is an endpoint, and not an application. */
        public boolean toEndpoint() {
            return target.indexOf(':') >= 0;
        }

        @Override
        public String toString() {
            return "divert to " + target.split("\\?", 2)[0];
        }
    }

    /** It goes on with a word that routes see. */
    record Tag(String word) implements Outcome {
        public Tag {
            Objects.requireNonNull(word, "word");
        }

        @Override
        public String toString() {
            return "tag " + word;
        }
    }

    /** Whether the message does not reach any application. */
    default boolean refuses() {
        return this instanceof Reject || this instanceof Discard || this instanceof NoAnswer;
    }
}
