// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.api.soap;

import io.vmnhub.api.rest.RequestRates;
import io.vmnhub.component.inbox.InboxBusyException;
import io.vmnhub.log.ThrottledLog;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import javax.xml.namespace.QName;
import org.apache.cxf.Bus;
import org.apache.cxf.endpoint.Server;
import org.apache.cxf.jaxws.JaxWsServerFactoryBean;
import org.apache.cxf.message.Exchange;
import org.apache.cxf.message.Message;
import org.apache.cxf.message.MessageContentsList;
import org.apache.cxf.service.invoker.Invoker;
import org.apache.cxf.service.model.EndpointInfo;
import org.apache.cxf.transport.Destination;
import org.apache.cxf.transport.DestinationFactory;
import org.slf4j.LoggerFactory;

/** One port type served by CXF: its WSDL, its way in, what answers it. */
final class SoapPort implements AutoCloseable {

    private static final ThrottledLog LOG = new ThrottledLog(LoggerFactory.getLogger(SoapPort.class));

    private final Server server;
    private final SoapEndpoint endpoint;

    /** A port type and where its WSDL says so. */
    record Definition(Class<?> portType, String name, String wsdl, String serviceNamespace) {

        static final Definition RECEIVE_SMS = new Definition(
                ReceiveSms.class,
                "ReceiveSms",
                "parlayx_sms_receive_service_2_2.wsdl",
                "http://www.csapi.org/wsdl/parlayx/sms/receive/v2_2/service");
        static final Definition SMS_NOTIFICATION_MANAGER = new Definition(
                SmsNotificationManager.class,
                "SmsNotificationManager",
                "parlayx_sms_notification_manager_service_2_3.wsdl",
                "http://www.csapi.org/wsdl/parlayx/sms/notification_manager/v2_3/service");
    }

    SoapPort(
            Bus bus,
            Executor executor,
            Definition definition,
            SoapService service,
            UsernameTokens tokens,
            RequestRates rates) {
        WayIn wayIn = new WayIn(executor);
        JaxWsServerFactoryBean factory = new JaxWsServerFactoryBean();
        factory.setBus(bus);
        factory.setServiceClass(definition.portType());
        factory.setInvoker(new Invocation(service, rates));
        factory.setWsdlLocation("classpath:/wsdl/" + definition.wsdl());
        factory.setServiceName(new QName(definition.serviceNamespace(), definition.name() + "Service"));
        // CXF takes SOAP 1.1 too where it expects 1.2, and answers in the version of the request
        factory.setEndpointName(new QName(definition.serviceNamespace(), definition.name() + "Soap12"));
        factory.setAddress("/" + definition.name());
        factory.setDestinationFactory(wayIn);
        factory.setProperties(Map.of(Message.SCHEMA_VALIDATION_ENABLED, "IN"));
        factory.setInInterceptors(List.of(new SafeXml(), tokens, new SafeXml.ToTheEnd()));
        factory.setOutFaultInterceptors(List.of(new ParlayFaults()));
        server = factory.create();
        endpoint = wayIn.endpoint;
    }

    SoapEndpoint endpoint() {
        return endpoint;
    }

    @Override
    public void close() {
        server.destroy();
    }

    /** Gives CXF the one endpoint in place of a transport. */
    private static final class WayIn implements DestinationFactory {

        private final Executor executor;
        private SoapEndpoint endpoint;

        WayIn(Executor executor) {
            this.executor = executor;
        }

        @Override
        public Destination getDestination(EndpointInfo info, Bus bus) {
            endpoint = new SoapEndpoint(bus, info, executor);
            return endpoint;
        }

        @Override
        public Set<String> getUriPrefixes() {
            return Set.of("/");
        }

        @Override
        public List<String> getTransportIds() {
            return List.of();
        }
    }

    /** What CXF calls once a request has been read, validated and authenticated. */
    private record Invocation(SoapService service, RequestRates rates) implements Invoker {

        @Override
        public Object invoke(Exchange exchange, Object arguments) {
            SoapCall call = exchange.get(SoapCall.class);
            if (exchange.getBindingOperationInfo() == null) {
                throw ParlayException.invalidInput("Body: it is empty");
            }
            Object result = call.result(() -> {
                SoapCaller caller = call.caller()
                        .orElseThrow(() -> new IllegalStateException("a call came through without authentication"));
                if (!rates.take(caller.application(), caller.settings().requestsPerSecond())) {
                    throw ParlayException.policyError("TooManyRequests");
                }
                return reported(service.answer(
                        call,
                        caller,
                        exchange.getBindingOperationInfo().getName().getLocalPart(),
                        (List<?>) arguments));
            });
            return new MessageContentsList(new Object[] {result});
        }

        /** Failures that are not the hub's own mistakes as what a caller understands. */
        private static CompletionStage<?> reported(CompletionStage<?> answer) {
            return answer.exceptionally(failure -> {
                Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
                if (cause instanceof InboxBusyException) {
                    throw ParlayException.serviceError("TooMuchToDo");
                }
                if (cause instanceof SQLException) {
                    LOG.warn(
                            "",
                            cause.getMessage(),
                            () -> "A SOAP call cannot be answered, the database fails: " + cause.getMessage());
                    throw ParlayException.serviceError("DatabaseNotAvailable");
                }
                throw failure instanceof RuntimeException running ? running : new IllegalStateException(failure);
            });
        }
    }
}
