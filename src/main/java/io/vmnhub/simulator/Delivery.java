package io.vmnhub.simulator;

import io.vmnhub.ss7.MapAnswer;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How a submission ended.
 *
 * @param steps one line for each invoke: the operation and its answer
 * @param delivered whether every part was acknowledged
 */
public record Delivery(List<Step> steps, boolean delivered) {

    /** @param operation its name in TS 29.002 @param nanos from the invoke to its answer */
    public record Step(String operation, MapAnswer answer, long nanos) {

        /** In words: result, the error's name, or what happened instead of an answer. */
        public String outcome() {
            if (answer instanceof MapAnswer.UserError error) {
                return error.error().toString();
            }
            if (answer instanceof MapAnswer.Failure failure) {
                return failure.kind() + ": " + failure.detail();
            }
            return answer instanceof MapAnswer.Routing ? "routing" : "result";
        }
    }

    /** What decides the submission's outcome: the last step's, in words. */
    public String outcome() {
        return steps.isEmpty() ? "nothing sent" : steps.stream().filter(step -> !step.outcome().equals("result")
                && !step.outcome().equals("routing")).map(Step::outcome).findFirst().orElse("result");
    }

    @Override
    public String toString() {
        return steps.stream().map(step -> step.operation() + " " + step.outcome()).collect(Collectors.joining(", "));
    }
}
