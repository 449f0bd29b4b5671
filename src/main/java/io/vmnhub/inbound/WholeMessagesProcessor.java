// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.inbound;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmnhub.exchange.MessageContext;
import io.vmnhub.exchange.MessageOutcome;
import io.vmnhub.exchange.MessageTrail;
import io.vmnhub.numbering.MessagePolicies;
import io.vmnhub.numbering.MessagePolicy;
import io.vmnhub.sms.Concatenation;
import io.vmnhub.sms.LongMessageKey;
import io.vmnhub.sms.ShortMessage;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;

/**
 * The step {@code wholeMessages}: keeps the parts of a long message for applications that want it whole. A part ends
 * here: well once it is on the disk, so that the SMSC gets its acknowledgement then, and with an error when it cannot
 * be stored. The message of all parts is handed to the application's route later. Everything else passes.
 */
public final class WholeMessagesProcessor extends AsyncProcessorSupport {

    private final Contexts contexts;
    private final PartStore store;
    private final ObjectMapper mapper;

    WholeMessagesProcessor(MessagePolicies policies, PartStore store, ObjectMapper mapper) {
        contexts = new Contexts(policies);
        this.store = store;
        this.mapper = mapper;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        if (!(exchange.getMessage().getBody() instanceof ShortMessage message) || !Headers.isPart(message)) {
            callback.done(true);
            return true;
        }
        MessageContext context = contexts.of(exchange, message);
        if (context.policy().longMessages() != MessagePolicy.LongMessages.WHOLE) {
            callback.done(true);
            return true;
        }
        JournalRecord.Part part;
        try {
            part = part(context, message);
        } catch (JsonProcessingException e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
        store.store(part, failure -> {
            if (failure == null) {
                MessageTrail.of(exchange).ifPresent(trail -> trail.disposed(MessageOutcome.PART));
                exchange.setRouteStop(true);
            } else {
                exchange.setException(failure);
            }
            callback.done(false);
        });
        return false;
    }

    private JournalRecord.Part part(MessageContext context, ShortMessage message) throws JsonProcessingException {
        Concatenation concatenation = message.concatenation().orElseThrow();
        long due = message.receivedAt().plus(context.policy().incompleteAfter()).toEpochMilli();
        CRC32 crc = new CRC32();
        crc.update(message.userData());
        return new JournalRecord.Part(
                0,
                LongMessageKey.of(message),
                context.application(),
                due,
                concatenation.total(),
                concatenation.number(),
                (long) Arrays.hashCode(message.userData()) << 32 | crc.getValue(),
                context.identity(),
                mapper.writeValueAsBytes(message));
    }
}
