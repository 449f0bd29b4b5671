// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.sms.MessageIdentity;
import java.util.Optional;
import java.util.UUID;
import org.apache.qpid.jms.message.JmsMessage;
import org.apache.qpid.jms.message.JmsMessageIDBuilder;
import org.apache.qpid.jms.provider.amqp.message.AmqpJmsMessageFacade;
import org.junit.jupiter.api.Test;

class IdentityMessageIdsTest {

    private static final MessageIdentity IDENTITY = MessageIdentity.parse("0123456789abcdef0123456789abcdef");

    private final IdentityMessageIds ids = new IdentityMessageIds();
    private final JmsMessageIDBuilder builder = ids.getMessageIDBuilder(null, null);

    @Test
    void theMessageThatIsSentNextHasItsIdentityForAnIdAndOneWithoutHasItsOwn() {
        JmsMessage message = new JmsMessage(new AmqpJmsMessageFacade());
        ids.name(message, Optional.of(IDENTITY));
        assertThat(builder.createMessageID("producer", 1)).isEqualTo("ID:01234567-89ab-1def-8123-456789abcdef");
        assertThat(builder.createMessageID("producer", 2)).asString().contains("producer");
        ids.name(message, Optional.of(IDENTITY));
        ids.name(message, Optional.empty());
        assertThat(builder.createMessageID("producer", 3)).asString().contains("producer");
        assertThat(IdentityMessageIds.isSet(message)).isFalse();
    }

    @Test
    void anIdentityIsAUuidAsArtemisWritesThem() {
        UUID uuid = IdentityMessageIds.uuid(MessageIdentity.parse("f".repeat(32)));
        assertThat(uuid.version()).isEqualTo(1);
        assertThat(uuid.variant()).isEqualTo(2);
    }
}
