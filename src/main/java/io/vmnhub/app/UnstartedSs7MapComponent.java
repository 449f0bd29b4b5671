// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import io.vmnhub.component.ss7map.Ss7MapComponent;
import io.vmnhub.component.ss7map.Ss7MapComponentConfigurer;
import io.vmnhub.component.ss7map.Ss7MapEndpointConfigurer;
import org.apache.camel.spi.PropertyConfigurer;

/**
 * The {@code ss7-map} component without a signalling stack: it knows its options and endpoints, and nothing can be
 * started on it.
 */
final class UnstartedSs7MapComponent extends Ss7MapComponent {

    @Override
    protected void doInit() {
        // there is no stack to look up, no timer to make
    }

    @Override
    protected void doStop() {
        // nothing was started
    }

    @Override
    public PropertyConfigurer getComponentPropertyConfigurer() {
        return new Ss7MapComponentConfigurer();
    }

    @Override
    public PropertyConfigurer getEndpointPropertyConfigurer() {
        return new Ss7MapEndpointConfigurer();
    }
}
