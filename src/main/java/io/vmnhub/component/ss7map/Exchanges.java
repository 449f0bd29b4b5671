// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.ss7map;

import io.vmnhub.exchange.MessageContext;
import io.vmnhub.exchange.SmsConstants;
import io.vmnhub.exchange.SmsHeaders;
import io.vmnhub.exchange.Ss7MapConstants;
import io.vmnhub.hlr.HomeLocationRegister;
import io.vmnhub.numbering.MessagePolicies;
import io.vmnhub.numbering.MessagePolicy;
import io.vmnhub.numbering.Vmn;
import io.vmnhub.sms.Address;
import io.vmnhub.sms.MalformedTpduException;
import io.vmnhub.sms.MapUserError;
import io.vmnhub.sms.MapUserError.Code;
import io.vmnhub.sms.MapUserError.DeliveryFailureCause;
import io.vmnhub.sms.MapUserErrorException;
import io.vmnhub.sms.MessageIdGenerator;
import io.vmnhub.sms.MessageIdentities;
import io.vmnhub.sms.ShortMessage;
import io.vmnhub.sms.SmsDeliver;
import io.vmnhub.sms.SmsDeliverDecoder;
import io.vmnhub.sms.SmsStatusReport;
import io.vmnhub.sms.SmsStatusReportDecoder;
import io.vmnhub.sms.StatusReport;
import io.vmnhub.ss7.DeliveryParameters;
import io.vmnhub.ss7.MapInvocation;
import io.vmnhub.ss7.MapRequest;
import io.vmnhub.ss7.RoutingParameters;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultConsumer;

/** Makes the exchange of an invoke: its body and its headers. */
final class Exchanges {

    private final DefaultConsumer consumer;
    private final HomeLocationRegister register;
    private final MessagePolicies policies;
    private final MessageIdentities identities;
    private final SmsDeliverDecoder decoder = new SmsDeliverDecoder();
    private final SmsStatusReportDecoder statusReports = new SmsStatusReportDecoder();
    private final MessageIdGenerator messageIds = new MessageIdGenerator();

    Exchanges(
            DefaultConsumer consumer,
            HomeLocationRegister register,
            MessagePolicies policies,
            MessageIdentities identities) {
        this.identities = identities;
        this.consumer = consumer;
        this.register = register;
        this.policies = policies;
    }

    /**
     * @param answerBy until when the SMSC must be answered, by {@link System#nanoTime}
     * @throws MapUserErrorException when no route could do anything with the invoke: an unknown subscriber, a malformed
     *     TPDU
     */
    Exchange create(MapInvocation invocation, long answerBy) throws MapUserErrorException {
        MapRequest request = invocation.request();
        if (request instanceof MapRequest.ForwardSm forward) {
            return forward(invocation, forward, answerBy);
        }
        Exchange exchange = exchange(invocation);
        Message message = exchange.getMessage();
        if (request instanceof MapRequest.SendRoutingInfoForSm routing) {
            number(exchange, routing.msisdn(), routing.serviceCentreAddress(), answerBy);
            message.setHeader(Ss7MapConstants.PRIORITY, routing.priority());
            describe(routing.parameters(), message);
        } else if (request instanceof MapRequest.ReportSmDeliveryStatus report) {
            number(exchange, report.msisdn(), report.serviceCentreAddress(), answerBy);
            message.setHeader(Ss7MapConstants.DELIVERY_OUTCOME, report.outcome());
        } else if (request instanceof MapRequest.AlertServiceCentre alert) {
            number(exchange, alert.msisdn(), alert.serviceCentreAddress(), answerBy);
        }
        return exchange;
    }

    private void number(Exchange exchange, Address msisdn, String serviceCentreAddress, long answerBy) {
        Message message = exchange.getMessage();
        message.setBody(msisdn.value());
        message.setHeader(SmsConstants.DESTINATION_ADDRESS, msisdn.value());
        message.setHeader(Ss7MapConstants.SERVICE_CENTRE_ADDRESS, serviceCentreAddress);
        Optional<Vmn> owned = register.find(msisdn.value());
        MessageContext.answeredBy(
                        answerBy,
                        owned.map(Vmn::application).orElse(""),
                        owned.map(policies::of).orElse(MessagePolicy.DEFAULT),
                        Optional.empty())
                .attach(exchange);
    }

    private Exchange forward(MapInvocation invocation, MapRequest.ForwardSm forward, long answerBy)
            throws MapUserErrorException {
        String imsi = forward.imsi()
                .orElseThrow(() -> new MapUserErrorException(
                        MapUserError.of(Code.UNIDENTIFIED_SUBSCRIBER),
                        "the message is for an LMSI, and the hub has given none"));
        Vmn vmn = register.recipient(
                imsi, invocation.dialogue().callingGlobalTitle().orElse(""), forward.serviceCentreAddress());
        ShortMessage shortMessage = shortMessage(forward, Address.international(vmn.msisdn()));
        Exchange exchange = exchange(invocation);
        Message message = exchange.getMessage();
        MessageContext.answeredBy(answerBy, vmn.application(), policies.of(vmn), Optional.of(shortMessage))
                .attach(exchange);
        SmsHeaders.writeNew(shortMessage, message);
        message.setHeader(SmsConstants.APPLICATION, vmn.application());
        message.setHeader(Ss7MapConstants.IMSI, imsi);
        message.setHeader(Ss7MapConstants.MORE_MESSAGES_TO_SEND, forward.moreMessagesToSend());
        describe(forward.parameters(), message);
        return exchange;
    }

    private static void describe(DeliveryParameters parameters, Message message) {
        if (parameters.equals(DeliveryParameters.NONE)) {
            return;
        }
        parameters
                .smDeliveryTimer()
                .ifPresent(timer -> message.setHeader(Ss7MapConstants.SM_DELIVERY_TIMER, (int) timer.toSeconds()));
        parameters
                .smDeliveryStartTime()
                .ifPresent(time -> message.setHeader(Ss7MapConstants.SM_DELIVERY_START_TIME, time));
        parameters
                .maximumRetransmissionTime()
                .ifPresent(time -> message.setHeader(Ss7MapConstants.MAXIMUM_RETRANSMISSION_TIME, time));
        parameters.smsGmscAddress().ifPresent(digits -> message.setHeader(Ss7MapConstants.SMS_GMSC_ADDRESS, digits));
        if (parameters.smsOverIpOnly()) {
            message.setHeader(Ss7MapConstants.SMS_OVER_IP_ONLY, true);
        }
        parameters.correlationId().ifPresent(id -> describe(id, message));
    }

    private static void describe(DeliveryParameters.CorrelationId id, Message message) {
        id.hlrId().ifPresent(digits -> message.setHeader(Ss7MapConstants.CORRELATION_HLR_ID, digits));
        id.sipUriA().ifPresent(uri -> message.setHeader(Ss7MapConstants.CORRELATION_SIP_URI_A, uri));
        id.sipUriB().ifPresent(uri -> message.setHeader(Ss7MapConstants.CORRELATION_SIP_URI_B, uri));
    }

    private static void describe(RoutingParameters parameters, Message message) {
        if (parameters.equals(RoutingParameters.NONE)) {
            return;
        }
        parameters
                .deliveryNotIntended()
                .ifPresent(asked -> message.setHeader(Ss7MapConstants.SM_DELIVERY_NOT_INTENDED, asked.word()));
        parameters.imsi().ifPresent(imsi -> message.setHeader(Ss7MapConstants.QUERIED_IMSI, imsi));
        if (parameters.singleAttempt()) {
            message.setHeader(Ss7MapConstants.SINGLE_ATTEMPT_DELIVERY, true);
        }
        if (parameters.smsfSupport()) {
            message.setHeader(Ss7MapConstants.SMSF_SUPPORT, true);
        }
        parameters.correlationId().ifPresent(id -> describe(id, message));
    }

    private ShortMessage shortMessage(MapRequest.ForwardSm forward, Address vmn) throws MapUserErrorException {
        try {
            if (SmsStatusReportDecoder.isStatusReport(forward.tpdu())) {
                SmsStatusReport report = statusReports.decode(forward.tpdu());
                return shortMessage(forward, vmn, report.content(), Optional.of(report.report()));
            }
            return shortMessage(forward, vmn, decoder.decode(forward.tpdu()), Optional.empty());
        } catch (MalformedTpduException e) {
            throw new MapUserErrorException(
                    MapUserError.deliveryFailure(DeliveryFailureCause.EQUIPMENT_PROTOCOL_ERROR), e.getMessage());
        }
    }

    private ShortMessage shortMessage(
            MapRequest.ForwardSm forward, Address vmn, SmsDeliver deliver, Optional<StatusReport> report) {
        String id = messageIds.next();
        String serviceCentre = forward.serviceCentreAddress();
        return new ShortMessage(
                id,
                identities.of(id, vmn, serviceCentre, deliver, report),
                vmn,
                serviceCentre,
                Instant.now(),
                deliver,
                Optional.empty(),
                Optional.empty(),
                report);
    }

    private Exchange exchange(MapInvocation invocation) {
        Exchange exchange = consumer.createExchange(false);
        Message message = exchange.getMessage();
        message.setHeader(Ss7MapConstants.VERSION, invocation.dialogue().version());
        invocation
                .dialogue()
                .callingGlobalTitle()
                .ifPresent(title -> message.setHeader(Ss7MapConstants.CALLING_GLOBAL_TITLE, title));
        invocation
                .dialogue()
                .calledGlobalTitle()
                .ifPresent(title -> message.setHeader(Ss7MapConstants.CALLED_GLOBAL_TITLE, title));
        return exchange;
    }
}
