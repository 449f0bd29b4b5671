// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.vmnhub.cluster.Octets;
import io.vmnhub.cluster.SharedMap;
import io.vmnhub.hlr.CorrelationImsis;
import java.time.Duration;

/** Correlation IMSIs that one node gives and all take. */
final class FarmImsis {

    private static final int FORM = 1;

    private final CorrelationImsis imsis;
    private final SharedMap map;
    private final Duration lifespan;

    /** @param lifespan how long the others are to know one */
    FarmImsis(CorrelationImsis imsis, SharedMap map, Duration lifespan) {
        this.imsis = imsis;
        this.map = map;
        this.lifespan = lifespan;
    }

    void join() {
        map.watch((imsi, binding) -> learn(binding));
        map.forEach((imsi, binding) -> learn(binding));
        imsis.tell((imsi, binding) ->
                map.put(imsi.getBytes(US_ASCII), Octets.of(FORM, out -> out.write(binding)), lifespan));
    }

    private void learn(byte[] binding) {
        if (binding == null) {
            return; // it is over, which each node sees by itself
        }
        Octets.read(FORM, "a correlation IMSI", binding, in -> {
            imsis.learn(in.readAllBytes());
            return null;
        });
    }
}
