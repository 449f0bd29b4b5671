// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmnhub.component.store.DeadLetter;
import io.vmnhub.component.store.DeadLetters;
import java.util.List;
import java.util.Optional;

/** What store mode has given up. Replayed, a message is in the application's queue again. */
public final class StoredDeadLetters implements DeadLetterPlace {

    private final ObjectMapper mapper = new ObjectMapper();
    private final DeadLetters letters;

    public StoredDeadLetters(DeadLetters letters) {
        this.letters = letters;
    }

    @Override
    public String source() {
        return "store";
    }

    @Override
    public List<DeadLetter> list(String application, int most) throws Exception {
        return letters.list(application, most);
    }

    @Override
    public Optional<DeadLetter> show(String application, String id, ObjectNode form) throws Exception {
        Optional<DeadLetters.Content> found = letters.find(application, id);
        if (found.isPresent() && found.get().json()) {
            form.set("shortMessage", mapper.readTree(found.get().body()));
        } else {
            found.ifPresent(content -> form.put("body", content.body()));
        }
        return found.map(DeadLetters.Content::letter);
    }

    @Override
    public boolean replay(String application, String id) throws Exception {
        return letters.replay(application, id);
    }

    @Override
    public int replay(String application, int most) throws Exception {
        return letters.replay(application, most);
    }

    @Override
    public boolean discard(String application, String id) throws Exception {
        return letters.discard(application, id);
    }

    @Override
    public int discard(String application, int most) throws Exception {
        return letters.discard(application, most);
    }
}
