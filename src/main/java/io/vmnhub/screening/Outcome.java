package io.vmnhub.screening;

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
    record Reject(Refusal error) implements Outcome {
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

    /** Another application gets it. */
    record Divert(String application) implements Outcome {
        public Divert {
            Objects.requireNonNull(application, "application");
        }

        @Override
        public String toString() {
            return "divert to " + application;
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
