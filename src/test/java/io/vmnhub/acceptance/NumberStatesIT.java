// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static io.vmnhub.acceptance.Scene.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.peer.Answer;
import io.vmnhub.peer.Smsc;
import io.vmnhub.peer.map.Arguments.DeliveryOutcome;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each state of a number answers, by operation and MAP version; {@code docs/hlr.md} has the same table. */
class NumberStatesIT {

    private static final String NUMBER = "4477009000";
    private static final String IMSI = "2341500000000";

    @TempDir
    private static Path folder;

    private static Scene scene;
    private static Smsc smsc;

    @BeforeAll
    static void open() throws Exception {
        scene = Scene.demo(folder);
        smsc = scene.smsc();
    }

    @AfterAll
    static void close() {
        Scene.close(scene);
    }

    @ParameterizedTest(name = "{0} version {1}")
    @CsvSource({
        "suspended, 1, 80, absentSubscriber, absentSubscriber",
        "suspended, 2, 80, absentSubscriber, absentSubscriber",
        "suspended, 3, 80, absentSubscriberSM, absentSubscriberSM",
        "barred, 1, 81, callBarred, illegalSubscriber",
        "barred, 2, 81, callBarred, illegalSubscriber",
        "barred, 3, 81, callBarred, illegalSubscriber",
        "not allocated, 1, 82, unknownSubscriber, unidentifiedSubscriber",
        "not allocated, 2, 82, unknownSubscriber, unidentifiedSubscriber",
        "not allocated, 3, 82, unknownSubscriber, unidentifiedSubscriber",
        "external HLR, 1, 83, unknownSubscriber, result",
        "external HLR, 2, 83, unknownSubscriber, result",
        "external HLR, 3, 83, unknownSubscriber, result",
        "active, 1, 84, result, result",
        "active, 2, 84, result, result",
        "active, 3, 84, result, result"
    })
    void queriesAndMessagesAreAnsweredByTheStateOfTheNumber(
            String state, int version, String end, String query, String message) {
        Answer routing = smsc.sriSm(version, NUMBER + end);
        assertThat(name(routing)).isEqualTo(query);
        Answer delivered = smsc.forwardSm(version, IMSI + end, text(state + " in version " + version));
        assertThat(name(delivered)).isEqualTo(message);
        if (message.equals("absentSubscriberSM")) {
            assertThat(routing.error().absentSubscriberDiagnostic()).hasValue(4);
            assertThat(delivered.error().absentSubscriberDiagnostic()).hasValue(4);
        }
        if (query.equals("result")) {
            assertThat(routing.networkNodeNumber()).isEqualTo("447700000009");
        }
        if (query.equals("unknownSubscriber")) {
            assertThat(name(smsc.reportSmDeliveryStatus(version, NUMBER + end, DeliveryOutcome.ABSENT_SUBSCRIBER, -1)))
                    .isEqualTo("unknownSubscriber");
        }
    }

    private static String name(Answer answer) {
        return answer.isResult() ? "result" : answer.error().name();
    }
}
