// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer;

import io.vmnhub.peer.tcap.DialoguePortion;
import io.vmnhub.peer.tcap.TcapMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the first backward message of a dialogue must carry (Q.774 clause 3.2.2, TS 29.002 clause 15.2). */
final class DialogueRules {

    private DialogueRules() {}

    static List<String> firstAnswer(TcapMessage message, Optional<DialoguePortion> request) {
        List<String> problems = new ArrayList<>();
        Optional<DialoguePortion> answer = message.dialogue();
        if (request.isEmpty() && answer.isPresent()) {
            problems.add("TCAP: a dialogue portion in answer to a Begin without one: " + message);
        }
        if (!(request.orElse(null) instanceof DialoguePortion.Request asked)) {
            return problems;
        }
        boolean aborted = message.kind() == TcapMessage.Kind.ABORT;
        if (answer.isEmpty()) {
            if (!aborted) {
                problems.add("TCAP: no AARE in the first answer " + message);
            }
        } else if (answer.get() instanceof DialoguePortion.Response response) {
            boolean accepted = response.result() == DialoguePortion.Result.ACCEPTED;
            if (accepted && !response.applicationContext().equals(asked.applicationContext())) {
                problems.add("TCAP: accepted " + response.applicationContext() + " where " + asked.applicationContext()
                        + " was asked");
            }
            if (accepted == aborted) {
                problems.add("TCAP: an AARE with " + response.result() + " in " + message.kind());
            }
        } else if (!(answer.get() instanceof DialoguePortion.Abort) || !aborted) {
            problems.add("TCAP: the wrong dialogue portion in " + message);
        }
        return problems;
    }
}
