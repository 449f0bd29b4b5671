package io.vmnhub.component.ss7map;

import io.vmnhub.sms.ShortMessage;
import io.vmnhub.ss7.MapAnswer;
import io.vmnhub.ss7.MapInvocation;
import java.time.Duration;
import java.util.Optional;

/**
 * Is told of each answer to a message for delivery, when it has been sent. Found in the registry by its type; without one nobody is told. It is
 * called on threads that answer the network: it must neither block nor throw.
 */
public interface AnsweredMessages {

    /**
     * @param message     empty when the TPDU was none, or nobody owns the IMSI
     * @param application empty when the message is
     * @param reason      why it is no result; may be empty
     * @param took        from taking to answering
     */
    void answered(MapInvocation invocation, Optional<ShortMessage> message, String application, MapAnswer answer, String reason, Duration took);
}
