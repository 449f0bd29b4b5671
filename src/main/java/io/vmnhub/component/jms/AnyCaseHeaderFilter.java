// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.jms;

import org.apache.camel.Exchange;
import org.apache.camel.component.jms.JmsEndpoint;
import org.apache.camel.component.jms.JmsHeaderFilterStrategy;
import org.apache.camel.spi.HeaderFilterStrategy;

/**
 * Keeps Camel's own headers out of received messages in whatever case they are written. Headers of an exchange are
 * found in any case, but camel-jms 4.17 filters {@code Camel…} and {@code camel…} only (CVE-2026-40453): by
 * {@code CAMELFileName} a sender could steer what a route does.
 */
final class AnyCaseHeaderFilter implements HeaderFilterStrategy {

    private static final String PREFIX = "Camel";

    private final HeaderFilterStrategy others;

    AnyCaseHeaderFilter(HeaderFilterStrategy others) {
        this.others = others;
    }

    /** Leaves a strategy alone that the route has chosen itself. */
    static void addTo(JmsEndpoint endpoint) {
        if (endpoint.getHeaderFilterStrategy() instanceof JmsHeaderFilterStrategy usual) {
            endpoint.setHeaderFilterStrategy(new AnyCaseHeaderFilter(usual));
        }
    }

    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
        return others.applyFilterToCamelHeaders(name, value, exchange);
    }

    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
        return name.regionMatches(true, 0, PREFIX, 0, PREFIX.length())
                || others.applyFilterToExternalHeaders(name, value, exchange);
    }
}
