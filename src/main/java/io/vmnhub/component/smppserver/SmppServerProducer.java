// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import io.vmnhub.exchange.MessageBody;
import io.vmnhub.exchange.NextTry;
import io.vmnhub.exchange.NotConfirmedException;
import io.vmnhub.exchange.Recovery;
import io.vmnhub.exchange.SmsConstants;
import io.vmnhub.sms.MapUserError;
import io.vmnhub.sms.MapUserErrorException;
import io.vmnhub.sms.ShortMessage;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.TypeConversionException;
import org.apache.camel.support.DefaultAsyncProducer;

/**
 * Sends each message to the account's sessions. The exchange ends when the application has answered: without exception
 * when it has the message, with a {@link io.vmnhub.sms.MapUserErrorException} otherwise. No thread waits in between.
 */
public class SmppServerProducer extends DefaultAsyncProducer {

    private final SmppServerEndpoint endpoint;

    public SmppServerProducer(SmppServerEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        ShortMessage message;
        try {
            message = MessageBody.of(exchange.getMessage());
        } catch (IllegalArgumentException | TypeConversionException e) {
            exchange.setException(new IllegalArgumentException("smpp-server: " + e.getMessage(), e));
            callback.done(true);
            return true;
        }
        String application = exchange.getMessage().getHeader(SmsConstants.APPLICATION, "", String.class);
        SmppServer server = endpoint.getComponent().getServer();
        Optional<SessionRecovery> recovery = server.recovery(endpoint.getAccount());
        long recoveries = recovery.map(SessionRecovery::count).orElse(0L);
        server.deliver(endpoint.getAccount(), message, application, failure -> {
            if (failure != null) {
                exchange.setException(
                        recovery.map(one -> absent(failure, one, recoveries)).orElse(failure));
            }
            callback.done(false);
        });
        return false;
    }

    /** With no session bound, whoever keeps the message tries it when one has bound, and not before. */
    private static Exception absent(MapUserErrorException failure, SessionRecovery recovery, long recoveries) {
        boolean nobody = failure.error().code() == MapUserError.Code.ABSENT_SUBSCRIBER_SM
                && (recovery.count() > recoveries || recovery.readiness() == Recovery.Readiness.AWAY);
        return nobody
                ? new NotConfirmedException(
                        failure.reason(), failure, new NextTry(false, Duration.ZERO, Optional.of(recovery), recoveries))
                : failure;
    }
}
