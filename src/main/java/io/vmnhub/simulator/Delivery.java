// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.simulator;

import io.vmnhub.ss7.MapAnswer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a submission ended.
 *
 * @param steps one for each invoke: the operation and its answer
 * @param delivered whether every part was acknowledged
 */
public record Delivery(List<Step> steps, boolean delivered) {

    /**
     * @param operation its name in TS 29.002
     * @param nanos from the dialogue's first message to this answer
     */
    public record Step(String operation, MapAnswer answer, long nanos) {

        /** In words: result, the error's name, or what happened instead of an answer. */
        public String outcome() {
            if (answer instanceof MapAnswer.UserError error) {
                return error.error().toString();
            }
            if (answer instanceof MapAnswer.Failure failure) {
                return failure.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " (" + failure.detail() + ")";
            }
            return answer instanceof MapAnswer.Routing ? "routing" : "result";
        }

        /** Whether the answer is the one that was hoped for. */
        public boolean successful() {
            return answer instanceof MapAnswer.Result || answer instanceof MapAnswer.Routing;
        }

        @Override
        public String toString() {
            return operation + " " + outcome();
        }
    }

    /** What decides the submission's outcome: the first step that did not go well. */
    public Optional<Step> failure() {
        return steps.stream().filter(step -> !step.successful()).findFirst();
    }

    /** What decides the submission's outcome, in words: {@code result} when everything went well. */
    public String outcome() {
        return steps.isEmpty() ? "nothing sent" : failure().map(Step::outcome).orElse("result");
    }

    @Override
    public String toString() {
        return steps.stream().map(Step::toString).collect(Collectors.joining(", "));
    }
}
