// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.exchange.MessageContext;
import io.vmnhub.exchange.SmsConstants;
import io.vmnhub.numbering.MessagePolicies;
import io.vmnhub.numbering.MessagePolicy;
import io.vmnhub.sms.ShortMessage;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class ContextsTest {

    private final ShortMessage message = Parts.hello();
    private final MessagePolicies policies = Parts.policies(Parts.whole());
    private final Contexts contexts = new Contexts(policies);
    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

    private MessageContext of(String application) {
        exchange.getMessage().setHeader(SmsConstants.APPLICATION, application);
        return contexts.of(exchange, message);
    }

    @Test
    void aMessageUnderWayKeepsItsPolicyWhenTheConfigurationChanges() {
        MessageContext made = MessageContext.answeredBy(System.nanoTime(), "demo", Parts.whole(), Optional.of(message))
                .attach(exchange);

        policies.replace(Map.of());

        assertThat(of("demo")).isSameAs(made);
    }

    @Test
    void aMessageThatIsGivenToAnotherApplicationHasThatOnesPolicyAndKeepsItsDeadline() {
        MessageContext made = MessageContext.answeredBy(System.nanoTime(), "demo", Parts.whole(), Optional.of(message))
                .attach(exchange);

        MessageContext given = of("abuse");

        assertThat(given.policy()).isEqualTo(MessagePolicy.DEFAULT);
        assertThat(given.answerBy()).isEqualTo(made.answerBy());
        assertThat(given.identity()).contains(message.identity());
        assertThat(MessageContext.of(exchange)).containsSame(given);
    }

    @Test
    void aMessageThatARouteHasMadeGetsThePolicyInForceAndKeepsIt() {
        MessageContext first = of("demo");

        policies.replace(Map.of());

        assertThat(first.policy()).isEqualTo(Parts.whole());
        assertThat(first.timeLeft()).isEmpty();
        assertThat(of("demo")).isSameAs(first);
    }
}
