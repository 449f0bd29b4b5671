// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.fixture.NodeModules;
import io.vmnhub.fixture.peers.NeedsPeer;
import io.vmnhub.fixture.peers.Peer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What redocly, a judge of others' making, says of the OpenAPI documents. */
@Timeout(120)
@NeedsPeer(Peer.NODE_API)
class RedoclyIT {

    @ParameterizedTest
    @MethodSource("io.vmnhub.fixture.NodeModules#documents")
    void aDocumentLintsWithoutErrorsAndWarnings(String document) throws Exception {
        Process redocly = NodeModules.redocly("lint", "--format=json", document)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String told = new String(redocly.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(redocly.waitFor()).as(told).isZero();
        assertThat(told).contains("\"errors\": 0").contains("\"warnings\": 0");
    }
}
