// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7.m3ua;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.ss7.m3ua.M3uaMessage.Parameter;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditAnswerTest {

    private static final int OWN = 5;

    private final AuditAnswer answer = new AuditAnswer(OWN);

    private List<M3uaMessage> ask(long... pointCodes) throws M3uaException {
        return answer.to(M3uaMessage.of(
                MessageType.DAUD,
                Parameter.of(Tag.ROUTING_CONTEXT, 101),
                Parameter.of(Tag.AFFECTED_POINT_CODE, pointCodes)));
    }

    @Test
    void theHubIsAvailableAndOthersAreNot() throws M3uaException {
        List<M3uaMessage> answers = ask(OWN, 6, 7);
        assertThat(answers).extracting(M3uaMessage::type).containsExactly(MessageType.DAVA, MessageType.DUNA);
        assertThat(answers.get(0).values(Tag.AFFECTED_POINT_CODE)).containsExactly(OWN);
        assertThat(answers.get(1).values(Tag.AFFECTED_POINT_CODE)).containsExactly(6, 7);
        assertThat(answers)
                .allMatch(message -> message.first(Tag.ROUTING_CONTEXT).getAsLong() == 101);
    }

    @Test
    void aRangeWithoutTheHubIsAnsweredAsItWasAsked() throws M3uaException {
        assertThat(ask(0x0300_0010))
                .singleElement()
                .satisfies(message ->
                        assertThat(message.values(Tag.AFFECTED_POINT_CODE)).containsExactly(0x0300_0010));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 3, 8, 14, 24, 255})
    void aRangeAroundTheHubIsUnavailableInAllPartsButTheHub(long mask) throws M3uaException {
        List<M3uaMessage> answers = ask(mask << 24 | OWN);
        assertThat(answers.get(0).values(Tag.AFFECTED_POINT_CODE)).containsExactly(OWN);
        long[] ranges = answers.get(1).values(Tag.AFFECTED_POINT_CODE);
        long covered = Arrays.stream(ranges).map(range -> 1L << (range >>> 24)).sum();
        assertThat(covered).isEqualTo((1L << Math.min(24, mask)) - 1);
        assertThat(Arrays.stream(ranges))
                .noneMatch(range -> (range & 0xffffff) >>> (range >>> 24) == OWN >>> (range >>> 24));
    }
}
