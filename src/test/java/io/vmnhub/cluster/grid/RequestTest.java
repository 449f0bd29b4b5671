// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cluster.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmnhub.fixture.NodeForms;
import org.junit.jupiter.api.Test;

class RequestTest {

    @Test
    void requestsOfEarlierVersionsAreUnderstoodAndALaterFormIsRefusedInWords() {
        Request request = Request.read(NodeForms.latest("request"));
        assertThat(request.service()).isEqualTo("smpp-server");
        assertThat(request.body()).containsExactly(1, 2, 3);
        NodeForms.assertWritten("request", request.octets());
        assertThatThrownBy(() -> Request.read(NodeForms.later(NodeForms.latest("request"))))
                .hasMessage("a request in format 2, and this version of the hub knows format 1: upgrade this node");
        assertThatThrownBy(() -> Request.read(new byte[0])).hasMessage("a request that is cut after 0 octets");
    }
}
