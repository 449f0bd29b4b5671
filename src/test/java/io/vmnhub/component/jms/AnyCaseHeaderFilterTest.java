// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.jms;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.component.jms.JmsHeaderFilterStrategy;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class AnyCaseHeaderFilterTest {

    private final AnyCaseHeaderFilter filter = new AnyCaseHeaderFilter(new JmsHeaderFilterStrategy());
    private final DefaultExchange exchange = new DefaultExchange(new DefaultCamelContext());

    private boolean comesIn(String name) {
        return !filter.applyFilterToExternalHeaders(name, "x", exchange);
    }

    private boolean goesOut(String name) {
        return !filter.applyFilterToCamelHeaders(name, "x", exchange);
    }

    @Test
    void noHeaderOfCamelComesInWhateverItsCase() {
        assertThat(comesIn("CamelFileName")).isFalse();
        assertThat(comesIn("camelFileName")).isFalse();
        assertThat(comesIn("CAMELFileName")).isFalse();
        assertThat(comesIn("cAmElExecCommandExecutable")).isFalse();
        assertThat(comesIn("Came")).isTrue();
        assertThat(comesIn("orderNumber")).isTrue();
    }

    @Test
    void whatGoesOutIsAsWithoutIt() {
        assertThat(goesOut("orderNumber")).isTrue();
        assertThat(goesOut("JMSXUserID")).isFalse();
    }
}
