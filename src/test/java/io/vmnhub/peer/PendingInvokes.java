// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer;

import io.vmnhub.peer.map.ErrorRules;
import io.vmnhub.peer.map.MapError;
import io.vmnhub.peer.map.Operation;
import io.vmnhub.peer.tcap.Component;
import io.vmnhub.peer.tcap.DialoguePortion;
import io.vmnhub.peer.tcap.TcapMessage;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The invokes of one dialogue and their answers: at most one each, in a form that their operation and version allow.
 */
final class PendingInvokes {

    private record Pending(int operation, long sentAt, CompletableFuture<Answer> answer) {}

    private final Counts counts;
    private final Signalling signalling;
    private final int version;
    private final Map<Integer, Pending> pending = new HashMap<>();
    private int lastId;

    PendingInvokes(Counts counts, Signalling signalling, int version) {
        this.counts = counts;
        this.signalling = signalling;
        this.version = version;
    }

    synchronized int nextId() {
        return ++lastId;
    }

    synchronized CompletableFuture<Answer> add(Component.Invoke invoke, Duration timeout) {
        lastId = Math.max(lastId, invoke.invokeId());
        long now = System.nanoTime();
        Pending waiting = new Pending(invoke.operation(), now, new CompletableFuture<>());
        pending.put(invoke.invokeId(), waiting);
        counts.invoke();
        Answer none = new Answer(
                Answer.Kind.NONE,
                invoke.operation(),
                version,
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                timeout);
        waiting.answer.completeOnTimeout(none, timeout.toMillis(), TimeUnit.MILLISECONDS);
        return waiting.answer.whenComplete((answer, failure) -> counts.answer(answer.kind()));
    }

    void take(TcapMessage message) {
        boolean rejected = false;
        for (Component component : message.components()) {
            rejected |= component instanceof Component.Reject;
            if (!(component instanceof Component.Invoke)
                    && component.id().isPresent()
                    && !(component instanceof Component.ReturnResult result && !result.last())) {
                answered(component, message);
            }
        }
        if (message.kind() == TcapMessage.Kind.END) {
            List<Pending> left = endAll(Answer.Kind.ENDED, Optional.of(message), OptionalInt.empty());
            if (!left.isEmpty() && !rejected) {
                signalling.violation("TCAP: ended without an answer to " + left.size() + " invokes: " + message);
            }
        } else if (message.kind() == TcapMessage.Kind.ABORT) {
            boolean refused = message.dialogue()
                    .filter(DialoguePortion.Response.class::isInstance)
                    .isPresent();
            endAll(refused ? Answer.Kind.REFUSED : Answer.Kind.ABORTED, Optional.of(message), OptionalInt.empty());
        }
    }

    private void answered(Component component, TcapMessage message) {
        int id = component.id().orElseThrow();
        Pending waiting;
        synchronized (this) {
            waiting = pending.remove(id);
            if (waiting == null && id > 0 && id <= lastId) {
                counts.doubleAnswer(1);
            }
        }
        if (waiting == null) {
            signalling.violation("TCAP: " + component + " answers no open invoke");
            return;
        }
        check(component, waiting.operation);
        Answer.Kind kind = component instanceof Component.ReturnResult
                ? Answer.Kind.RESULT
                : component instanceof Component.ReturnError ? Answer.Kind.ERROR : Answer.Kind.REJECT;
        complete(
                waiting,
                new Answer(
                        kind,
                        waiting.operation,
                        version,
                        Optional.of(component),
                        Optional.of(message),
                        OptionalInt.empty(),
                        Duration.ofNanos(System.nanoTime() - waiting.sentAt)));
    }

    private void check(Component component, int operation) {
        if (component instanceof Component.ReturnError error) {
            ErrorRules.problems(new MapError(error.error(), error.parameter()), operation, version)
                    .forEach(problem -> signalling.violation("MAP: " + problem));
        } else if (component instanceof Component.ReturnResult result) {
            if (result.operation().isPresent() && result.operation().getAsInt() != operation) {
                signalling.violation("TCAP: a result of operation "
                        + result.operation().getAsInt() + " to an invoke of " + operation);
            }
            boolean forward = operation == Operation.FORWARD_SM || operation == Operation.MT_FORWARD_SM;
            if (forward && version < 3 && result.parameter().isPresent()) {
                signalling.violation("MAP: a forwardSM result with a parameter in version " + version);
            }
            if (forward
                    && result.parameter()
                            .filter(p -> p.tag() != Component.SEQUENCE)
                            .isPresent()) {
                signalling.violation("MAP: a forwardSM result that is not a SEQUENCE: " + result);
            }
        }
    }

    List<Pending> endAll(Answer.Kind kind, Optional<TcapMessage> message, OptionalInt cause) {
        List<Pending> left;
        synchronized (this) {
            left = List.copyOf(pending.values());
            pending.clear();
        }
        for (Pending waiting : left) {
            complete(
                    waiting,
                    new Answer(
                            kind,
                            waiting.operation,
                            version,
                            Optional.empty(),
                            message,
                            cause,
                            Duration.ofNanos(System.nanoTime() - waiting.sentAt)));
        }
        return left;
    }

    private void complete(Pending waiting, Answer answer) {
        if (!waiting.answer.complete(answer)) {
            counts.lateAnswer();
        }
    }
}
