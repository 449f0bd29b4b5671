// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmnhub.api.rest.ProblemException;
import io.vmnhub.component.store.DeadLetter;
import io.vmnhub.exchange.ShortMessageModule;
import io.vmnhub.inbound.MessageSteps;
import io.vmnhub.inbound.PutAside;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Long messages that were put aside. Replayed, one goes through its application's route at once; it stays here when
 * that fails.
 */
public final class LongDeadLetters implements DeadLetterPlace {

    private static final int DELIVERED_WITHIN_SECONDS = 30;

    private final ObjectMapper mapper = ShortMessageModule.objectMapper();
    private final MessageSteps steps;

    public LongDeadLetters(MessageSteps steps) {
        this.steps = steps;
    }

    @Override
    public String source() {
        return "long-messages";
    }

    @Override
    public List<DeadLetter> list(String application, int most) throws IOException {
        return steps.deadLetters().list(application, most).stream()
                .map(LongDeadLetters::letter)
                .toList();
    }

    private static DeadLetter letter(PutAside one) {
        return new DeadLetter(one.message().id(), one.reason(), 0, one.message().receivedAt(), one.diedAt());
    }

    @Override
    public Optional<DeadLetter> show(String application, String id, ObjectNode form) throws IOException {
        Optional<PutAside> found = steps.deadLetters().find(application, id);
        found.ifPresent(one -> form.set("shortMessage", mapper.valueToTree(one.message())));
        return found.map(LongDeadLetters::letter);
    }

    @Override
    public boolean replay(String application, String id) throws Exception {
        Optional<PutAside> found = steps.deadLetters().find(application, id);
        if (found.isEmpty()) {
            return false;
        }
        if (!delivered(application, found.get())) {
            throw ProblemException.of(409, "the route has not taken it again; it stays a dead letter");
        }
        return true;
    }

    @Override
    public int replay(String application, int most) throws Exception {
        int replayed = 0;
        for (PutAside one : steps.deadLetters().list(application, most)) {
            if (!delivered(application, one)) {
                break; // the route still refuses: the others would fare no better
            }
            replayed++;
        }
        return replayed;
    }

    private boolean delivered(String application, PutAside one) throws InterruptedException {
        try {
            return steps.replay(application, one.message()).get(DELIVERED_WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    @Override
    public boolean discard(String application, String id) throws IOException {
        return steps.deadLetters().remove(application, id);
    }

    @Override
    public int discard(String application, int most) throws IOException {
        int discarded = 0;
        for (PutAside one : steps.deadLetters().list(application, most)) {
            discarded += discard(application, one.message().id()) ? 1 : 0;
        }
        return discarded;
    }
}
