// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.records;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmnhub.exchange.MessageOutcome;
import org.junit.jupiter.api.Test;

class RecordJsonTest {

    @Test
    void whatIsShownOfARecordIsWhatItsLineHas() {
        ObjectNode shown = RecordJson.of(MessageRecord.ended(MessageOutcome.DEAD, "m1", "acme", null, null, null));
        assertThat(shown.path("event").asText()).isEqualTo("ended");
        assertThat(shown.path("outcome").asText()).isEqualTo("dead");
        assertThat(shown.path("time").asText()).endsWith("Z");
        assertThat(shown.has("from")).isFalse();
        assertThat(shown.has("routes")).isFalse();
    }
}
