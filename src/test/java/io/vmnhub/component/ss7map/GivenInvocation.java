// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.ss7map;

import io.vmnhub.sms.MapUserError;
import io.vmnhub.sms.MessageWaitingStatus;
import io.vmnhub.ss7.Dialogue;
import io.vmnhub.ss7.MapAnswer;
import io.vmnhub.ss7.MapInvocation;
import io.vmnhub.ss7.MapRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** An invoke that keeps every answer it is given, and when. */
final class GivenInvocation implements MapInvocation {

    private final MapRequest request;
    private final List<MapAnswer> answers = new CopyOnWriteArrayList<>();
    private final long begun = System.nanoTime();
    private volatile Duration after = Duration.ZERO;

    GivenInvocation(MapRequest request) {
        this.request = request;
    }

    @Override
    public Dialogue dialogue() {
        return new Dialogue(3, Optional.of("447700000100"), Optional.empty(), 2);
    }

    @Override
    public MapRequest request() {
        return request;
    }

    @Override
    public boolean answer(MapAnswer answer, Optional<MessageWaitingStatus> waiting) {
        after = Duration.ofNanos(System.nanoTime() - begun);
        answers.add(answer);
        return answers.size() == 1;
    }

    @Override
    public String unsentBecause() {
        return answers.size() > 1 ? "it had been answered" : "";
    }

    List<MapAnswer> answers() {
        return answers;
    }

    /** From its arrival to its answer. */
    Duration after() {
        return after;
    }

    boolean isAnsweredWith(MapUserError.Code code) {
        return answers.size() == 1
                && answers.get(0) instanceof MapAnswer.UserError error
                && error.error().code() == code;
    }

    boolean isAcknowledged() {
        return answers.size() == 1 && answers.get(0) instanceof MapAnswer.Result;
    }
}
