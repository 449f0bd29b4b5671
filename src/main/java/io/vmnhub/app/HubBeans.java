// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.vmnhub.component.ss7map.Subscribers;
import java.util.Optional;
import org.apache.camel.Processor;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.main.Main;

/** What routes find in the registry. */
public record HubBeans(MeterRegistry metrics, Subscribers subscribers, Processor homeLocationRegister) {

    /** For a look at routes that are never run. */
    public static HubBeans dormant(MeterRegistry metrics) {
        return new HubBeans(metrics, imsi -> Optional.empty(), exchange -> {});
    }

    void bind(Main main) {
        main.bind(MicrometerConstants.METRICS_REGISTRY_NAME, metrics);
        main.bind("subscribers", subscribers);
        main.bind("homeLocationRegister", homeLocationRegister);
    }
}
