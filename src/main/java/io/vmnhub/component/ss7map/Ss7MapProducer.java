// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.ss7map;

import io.vmnhub.exchange.SmsConstants;
import io.vmnhub.exchange.Ss7MapConstants;
import io.vmnhub.sms.Address;
import io.vmnhub.sms.MapUserErrorException;
import io.vmnhub.ss7.MapAnswer;
import io.vmnhub.ss7.MapCall;
import io.vmnhub.ss7.MapOperation;
import io.vmnhub.ss7.MapRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultAsyncProducer;

/**
 * Opens a dialogue with one invoke and ends the exchange with its answer: the routing in headers, or a
 * {@link MapUserErrorException}. No thread waits.
 */
public class Ss7MapProducer extends DefaultAsyncProducer {

    private final Ss7MapEndpoint endpoint;

    public Ss7MapProducer(Ss7MapEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        MapCall call;
        try {
            call = call(exchange.getMessage());
        } catch (IllegalArgumentException e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
        endpoint.getComponent()
                .getStack()
                .call(call)
                .thenAcceptAsync(
                        answers -> {
                            answered(exchange, answers.get(0));
                            callback.done(false);
                        },
                        endpoint.getComponent().routeExecutor());
        return false;
    }

    private MapCall call(Message message) {
        Ss7MapConfiguration configuration = endpoint.getConfiguration();
        int version = Optional.ofNullable(message.getHeader(Ss7MapConstants.VERSION, Integer.class))
                .orElse(configuration.getVersion());
        MapOperation operation = endpoint.getMapOperation();
        MapRequest request = request(operation, message);
        int called = operation == MapOperation.SEND_ROUTING_INFO_FOR_SM
                        || operation == MapOperation.REPORT_SM_DELIVERY_STATUS
                ? MapCall.HLR
                : MapCall.MSC;
        int calling = operation == MapOperation.ALERT_SERVICE_CENTRE ? MapCall.HLR : MapCall.MSC;
        String defaultTitle = operation == MapOperation.ALERT_SERVICE_CENTRE
                ? required(message, Ss7MapConstants.SERVICE_CENTRE_ADDRESS)
                : message.getHeader(SmsConstants.DESTINATION_ADDRESS, String.class);
        String calledTitle =
                Optional.ofNullable(configuration.getCalledGlobalTitle()).orElse(defaultTitle);
        if (calledTitle == null) {
            throw new IllegalArgumentException("ss7-map:" + operation.operationName() + " needs calledGlobalTitle");
        }
        return new MapCall(
                version,
                calledTitle,
                called,
                Optional.ofNullable(configuration.getCallingGlobalTitle()).orElse(ownTitle(calling)),
                calling,
                List.of(request),
                false,
                Duration.ofMillis(configuration.getTimeout()));
    }

    private String ownTitle(int subsystem) {
        return endpoint.getComponent().getStack().globalTitle(subsystem);
    }

    private static MapRequest request(MapOperation operation, Message message) {
        String serviceCentre = required(message, Ss7MapConstants.SERVICE_CENTRE_ADDRESS);
        if (operation == MapOperation.MT_FORWARD_SM) {
            byte[] tpdu = message.getBody(byte[].class);
            if (tpdu == null) {
                throw new IllegalArgumentException("ss7-map:mt-forwardSM needs the TPDU as its body, in octets");
            }
            return new MapRequest.ForwardSm(
                    Optional.of(required(message, Ss7MapConstants.IMSI)), Optional.empty(), serviceCentre, tpdu, false);
        }
        Address msisdn = Address.international(required(message, SmsConstants.DESTINATION_ADDRESS));
        return switch (operation) {
            case SEND_ROUTING_INFO_FOR_SM -> new MapRequest.SendRoutingInfoForSm(msisdn, true, serviceCentre);
            case REPORT_SM_DELIVERY_STATUS ->
                new MapRequest.ReportSmDeliveryStatus(
                        msisdn,
                        serviceCentre,
                        Optional.ofNullable(message.getHeader(Ss7MapConstants.DELIVERY_OUTCOME, Integer.class))
                                .orElse(1));
            default -> new MapRequest.AlertServiceCentre(msisdn, serviceCentre);
        };
    }

    private static String required(Message message, String header) {
        String value = message.getHeader(header, String.class);
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException("the header " + header + " is missing");
        }
        return value;
    }

    private static void answered(Exchange exchange, MapAnswer answer) {
        if (answer instanceof MapAnswer.Routing routing) {
            exchange.getMessage().setHeader(Ss7MapConstants.IMSI, routing.imsi());
            exchange.getMessage().setHeader(Ss7MapConstants.NETWORK_NODE_NUMBER, routing.networkNodeNumber());
        } else if (answer instanceof MapAnswer.UserError error) {
            exchange.setException(new MapUserErrorException(error.error(), "the peer's answer"));
        } else if (answer instanceof MapAnswer.Failure failure) {
            exchange.setException(new CamelExchangeException(
                    "the peer gave no answer: " + failure.kind() + " " + failure.detail(), exchange));
        }
    }
}
