// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.broker;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSException;
import jakarta.jms.TransactionRolledBackException;
import org.junit.jupiter.api.Test;

class BrokerRefusalTest {

    @Test
    void whatABrokerPrintsOfTheMessageIsLeftOut() {
        assertThat(BrokerRefusal.of(
                        "broker one",
                        new JMSException("Duplicate message detected - message will not be routed. Message information:"
                                + "AMQPStandardMessage( [durable=true, applicationProperties={smsFrom=ACME Bank}])")))
                .hasMessage("broker one: Duplicate message detected - message will not be routed.");
        assertThat(BrokerRefusal.words(
                        "refused CoreMessage[messageID=21, properties=TypedProperties[smsFrom=447700900123]]"))
                .isEqualTo("refused");
        assertThat(BrokerRefusal.words("no route for 447700900123")).isEqualTo("no route for …");
        assertThat(BrokerRefusal.words("AMQ229102: Address \"store.acme\" is full."))
                .isEqualTo("AMQ229102: Address \"store.acme\" is full.");
        assertThat(BrokerRefusal.of("broker one", new JMSException(null))).hasMessage("broker one: null");
    }

    @Test
    void artemisSaysByItsWordsWhatIsThere() {
        assertThat(BrokerRefusal.isDuplicate(
                        new TransactionRolledBackException("Duplicate message detected - message will not be routed.")))
                .isTrue();
        assertThat(BrokerRefusal.isDuplicate(new TransactionRolledBackException("The address is full")))
                .isFalse();
    }
}
