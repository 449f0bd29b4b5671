// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What was sent and what came back, for tests that assert exactly one answer per invoke. Thread-safe. */
public final class Counts {

    private final LongAdder invokes = new LongAdder();
    private final Map<Answer.Kind, LongAdder> answers = new EnumMap<>(Answer.Kind.class);
    private final LongAdder doubleAnswers = new LongAdder();
    private final LongAdder lateAnswers = new LongAdder();
    private final LongAdder unknownTransactions = new LongAdder();

    Counts() {
        for (Answer.Kind kind : Answer.Kind.values()) {
            answers.put(kind, new LongAdder());
        }
    }

    void invoke() {
        invokes.increment();
    }

    void answer(Answer.Kind kind) {
        answers.get(kind).increment();
    }

    void doubleAnswer(int times) {
        doubleAnswers.add(times);
    }

    void lateAnswer() {
        lateAnswers.increment();
    }

    void unknownTransaction() {
        unknownTransactions.increment();
    }

    /** Invokes sent. */
    public long invokes() {
        return invokes.sum();
    }

    /** Invokes that ended so; NONE are those given up after the answer timeout. */
    public long answers(Answer.Kind kind) {
        return answers.get(kind).sum();
    }

    /** Invokes not yet answered nor given up. */
    public long inFlight() {
        return invokes() - answers.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /** Components that answered an invoke a second time. */
    public long doubleAnswers() {
        return doubleAnswers.sum();
    }

    /** Answers to invokes that had been given up. */
    public long lateAnswers() {
        return lateAnswers.sum();
    }

    /** Messages for transactions that never were or had ended. */
    public long unknownTransactions() {
        return unknownTransactions.sum();
    }

    @Override
    public String toString() {
        return "invokes " + invokes() + ", answers " + answers + ", in flight " + inFlight() + ", double "
                + doubleAnswers() + ", late " + lateAnswers() + ", unknown transactions " + unknownTransactions();
    }
}
