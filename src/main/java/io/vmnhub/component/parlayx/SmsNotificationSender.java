// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.parlayx;

import io.vmnhub.exchange.NotConfirmedException;
import io.vmnhub.http.ErrorTable;
import io.vmnhub.http.PostContext;
import io.vmnhub.http.TargetKind;
import io.vmnhub.sms.ShortMessage;
import jakarta.xml.bind.JAXBException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import javax.xml.namespace.QName;
import org.apache.cxf.Bus;
import org.apache.cxf.binding.soap.SoapFault;
import org.apache.cxf.endpoint.Client;
import org.apache.cxf.endpoint.ClientCallback;
import org.apache.cxf.headers.Header;
import org.apache.cxf.interceptor.ClientFaultConverter;
import org.apache.cxf.jaxb.JAXBDataBinding;
import org.apache.cxf.jaxws.JaxWsClientFactoryBean;
import org.apache.cxf.message.Exchange;
import org.apache.cxf.message.ExchangeImpl;
import org.apache.cxf.message.Message;
import org.apache.cxf.service.model.BindingOperationInfo;

/**
 * Tells one application of messages by {@code notifySmsReception} (TS 29.199-04). No thread waits for its answer. It is
 * CXF's own client that calls, asynchronously, as camel-cxf's producer does; without that producer, which would replace
 * the message by the answer. Thread-safe.
 */
public final class SmsNotificationSender implements AutoCloseable {

    private static final QName OPERATION = new QName(SmsNotification.NAMESPACE, "notifySmsReception");

    private static final QName MESSAGE_IDENTIFIER = new QName("https://vmnhub.io/schema/soap", "messageIdentifier");

    /**
     * Who is told.
     *
     * @param identity what tells services of the same URL apart
     * @param errors what the SMSC is told for a fault or a status; codes as {@link FaultCodes} has them
     */
    record Service(String url, TargetKind kind, String identity, SoapVersion version, ErrorTable errors) {}

    private final JAXBDataBinding text;
    private final Client client;
    private final BindingOperationInfo operation;
    private final SoapConduit conduit;
    private final ErrorTable errors;

    /**
     * For an application that has subscribed: with no MAP errors, SOAP 1.1, and files as they are named.
     *
     * @param subscriber what tells subscribers of the same URL apart
     */
    public SmsNotificationSender(Bus bus, PostContext context, String url, String subscriber, CallSettings settings) {
        this(
                bus,
                context,
                new Service(
                        url,
                        TargetKind.SUBSCRIPTION,
                        subscriber,
                        SoapVersion.V1_1,
                        new ErrorTable("SOAP: faultErrors", "code", FaultCodes.CODE, "")),
                settings,
                Path::of);
    }

    /**
     * @param bus CXF's; it may be shared
     * @param file finds the files that the settings name
     * @throws IllegalArgumentException when the URL is none that may be called, or a setting is wrong
     */
    SmsNotificationSender(
            Bus bus, PostContext context, Service service, CallSettings settings, Function<String, Path> file) {
        errors = service.errors();
        JaxWsClientFactoryBean factory = new JaxWsClientFactoryBean();
        factory.setBus(bus);
        factory.setServiceClass(SmsNotification.class);
        factory.setBindingId(service.version().binding());
        factory.setAddress(service.url());
        client = factory.create();
        try {
            text = new JAXBDataBinding(String.class);
        } catch (JAXBException e) {
            throw new IllegalStateException("every JAXB writes a string", e);
        }
        client.getEndpoint().put(ClientFaultConverter.DISABLE_FAULT_MAPPING, true);
        conduit = settings.connect(client, context, service, file);
        operation = client.getEndpoint().getBinding().getBindingInfo().getOperation(OPERATION);
    }

    /**
     * Sends one message. Ends well when the application has answered with the empty response, and else with a
     * {@link NotConfirmedException}, whose cause is what the SMSC is to be told when the table says so. Ends on a
     * thread that may be held up.
     */
    public CompletionStage<Void> send(String correlator, ShortMessage message) {
        return send(correlator, message, Optional.empty());
    }

    /**
     * The same for an SMSC that waits.
     *
     * @param left what is left of the time in which it is to be answered
     */
    CompletionStage<Void> send(String correlator, ShortMessage message, Optional<Duration> left) {
        Exchange exchange = new ExchangeImpl();
        Confirmation confirmation = new Confirmation(exchange);
        Map<String, Object> context = new HashMap<>();
        Map<String, Object> request = new HashMap<>();
        left.ifPresent(time -> request.put(SoapTarget.TIME_LEFT, time));
        identify(message, request);
        context.put(Client.REQUEST_CONTEXT, request);
        context.put(Client.RESPONSE_CONTEXT, new HashMap<>());
        try (Client.Contexts contexts = client.getContexts()) {
            client.invoke(
                    confirmation,
                    operation,
                    new Object[] {new NotifySmsReception(correlator, SmsMessage.of(message))},
                    context,
                    exchange);
        } catch (Exception e) {
            confirmation.handleException(Map.of(), e);
        }
        return confirmation.ended;
    }

    /** Parlay X has no place for what names a message: a header that nobody must understand, and HTTP's, have. */
    private void identify(ShortMessage message, Map<String, Object> request) {
        String identity = message.identity().toString();
        request.put(Header.HEADER_LIST, new ArrayList<>(List.of(new Header(MESSAGE_IDENTIFIER, identity, text))));
        Map<String, List<String>> http = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        http.put("Idempotency-Key", new ArrayList<>(List.of('"' + identity + '"')));
        request.put(Message.PROTOCOL_HEADERS, http);
    }

    /** Whether there is no use in trying now, because the application does not work or has asked for a pause. */
    public boolean pauses() {
        return conduit.pauses();
    }

    @Override
    public void close() {
        client.destroy();
    }

    /** What CXF tells of one call. */
    private final class Confirmation extends ClientCallback {

        private final CompletableFuture<Void> ended = new CompletableFuture<>();
        private final Exchange exchange;

        Confirmation(Exchange exchange) {
            this.exchange = exchange;
        }

        @Override
        public void handleResponse(Map<String, Object> ctx, Object[] answer) {
            if (answer != null && answer.length == 1 && answer[0] instanceof NotifySmsReceptionResponse) {
                ended.complete(null);
            } else {
                ended.completeExceptionally(
                        new NotConfirmedException(conduit.place() + ": answered with an empty envelope"));
            }
        }

        @Override
        public void handleException(Map<String, Object> ctx, Throwable failure) {
            boolean theirs = failure instanceof SoapFault && exchange.getInFaultMessage() != null;
            ended.completeExceptionally(
                    theirs
                            ? FaultCodes.fault(conduit.place(), (SoapFault) failure, errors)
                            : FaultCodes.failure(conduit.place(), failure));
        }
    }
}
