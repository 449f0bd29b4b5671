// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmnhub.cluster.Claims;
import io.vmnhub.cluster.MemoryFarm;
import io.vmnhub.fixture.NodeForms;
import io.vmnhub.inbound.FarmDeliveries.Finding;
import io.vmnhub.sms.MessageIdentity;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FarmDeliveriesTest {

    private static final MessageIdentity MESSAGE = new MessageIdentity(1, 2);
    private static final byte[] KEY =
            ByteBuffer.allocate(2 * Long.BYTES).putLong(1).putLong(2).array();
    private static final Duration HOUR = Duration.ofHours(1);

    private final MemoryFarm farm = new MemoryFarm();
    private final MemoryFarm.Node cluster = farm.join("node-1");
    private final Claims claims = cluster.claims("deliveries", 100);
    private final FarmDeliveries deliveries = new FarmDeliveries(cluster, Runnable::run);

    private Finding find() throws Exception {
        return deliveries.begin(MESSAGE, Duration.ZERO).get(10, TimeUnit.SECONDS);
    }

    @Test
    void whatWasConfirmedByAnyNodeIsNotDeliveredAgain() throws Exception {
        assertThat(find()).isEqualTo(Finding.OURS);
        deliveries.confirmed(MESSAGE, HOUR);
        assertThat(find()).isEqualTo(Finding.CONFIRMED);
        claims.put(KEY, new byte[] {'C', 42}, HOUR);
        assertThat(find()).as("what later versions append").isEqualTo(Finding.CONFIRMED);
    }

    /** The fixture is a claim of node-2. */
    @Test
    void aClaimOfAnEarlierVersionCountsWhileItsNodeIsThere() throws Exception {
        farm.join("node-2");
        claims.put(KEY, NodeForms.latest("claim"), HOUR);
        assertThatThrownBy(this::find).hasRootCauseMessage("another node is still delivering this message");
        farm.leave("node-2");
        assertThat(find()).isEqualTo(Finding.OURS);
    }

    @Test
    void aClaimThatIsNotUnderstoodDoesNotKeepTheMessageFromItsApplication() throws Exception {
        farm.join("node-2");
        claims.put(KEY, NodeForms.later(NodeForms.latest("claim")), HOUR);
        assertThat(find()).isEqualTo(Finding.OURS);
    }
}
