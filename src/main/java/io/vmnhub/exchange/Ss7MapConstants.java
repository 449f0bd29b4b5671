// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.exchange;

import org.apache.camel.spi.Metadata;

/** Headers that describe the MAP dialogue. */
public final class Ss7MapConstants {

    @Metadata(description = "The service centre address of the operation: digits without plus", javaType = "String")
    public static final String SERVICE_CENTRE_ADDRESS = "CamelSs7MapServiceCentreAddress";

    @Metadata(
            label = "consumer",
            description = "Digits of the SCCP calling party; missing when it routes on SSN",
            javaType = "String")
    public static final String CALLING_GLOBAL_TITLE = "CamelSs7MapCallingGlobalTitle";

    @Metadata(
            label = "consumer",
            description = "Digits of the SCCP called party; missing when it routes on SSN",
            javaType = "String")
    public static final String CALLED_GLOBAL_TITLE = "CamelSs7MapCalledGlobalTitle";

    @Metadata(
            description = "The IMSI: sm-RP-DA of mt-forwardSM; what a route answers to sendRoutingInfoForSM",
            javaType = "String")
    public static final String IMSI = "CamelSs7MapImsi";

    @Metadata(description = "The MAP version of the dialogue: 1, 2 or 3", javaType = "Integer")
    public static final String VERSION = "CamelSs7MapVersion";

    @Metadata(
            description = "What a route answers to sendRoutingInfoForSM beside the IMSI: digits of the MSC that takes "
                    + "the message",
            javaType = "String")
    public static final String NETWORK_NODE_NUMBER = "CamelSs7MapNetworkNodeNumber";

    @Metadata(
            description =
                    "sm-DeliveryOutcome of reportSM-DeliveryStatus: 0 memoryCapacityExceeded, 1 absentSubscriber, "
                            + "2 successfulTransfer",
            javaType = "Integer")
    public static final String DELIVERY_OUTCOME = "CamelSs7MapDeliveryOutcome";

    @Metadata(
            label = "consumer",
            description = "Whether the SMSC has announced another message in the same dialogue",
            javaType = "Boolean")
    public static final String MORE_MESSAGES_TO_SEND = "CamelSs7MapMoreMessagesToSend";

    @Metadata(
            label = "consumer",
            description =
                    "smDeliveryTimer of mt-forwardSM version 3: how many seconds the SMSC waits for the answer, 30 "
                            + "to 600; missing when it does not say",
            javaType = "Integer")
    public static final String SM_DELIVERY_TIMER = "CamelSs7MapSmDeliveryTimer";

    @Metadata(
            label = "consumer",
            description = "smDeliveryStartTime of mt-forwardSM version 3: when the SMSC began to wait; missing when it "
                    + "does not say",
            javaType = "java.time.Instant")
    public static final String SM_DELIVERY_START_TIME = "CamelSs7MapSmDeliveryStartTime";

    @Metadata(
            label = "consumer",
            description = "maximumRetransmissionTime of mt-forwardSM version 3: until when the SMSC can send the "
                    + "message again; missing when it does not say",
            javaType = "java.time.Instant")
    public static final String MAXIMUM_RETRANSMISSION_TIME = "CamelSs7MapMaximumRetransmissionTime";

    @Metadata(
            label = "consumer",
            description = "smsOverIP-OnlyIndicator of mt-forwardSM version 3: true when the message is to be delivered "
                    + "over IP only; missing otherwise",
            javaType = "Boolean")
    public static final String SMS_OVER_IP_ONLY = "CamelSs7MapSmsOverIpOnly";

    @Metadata(
            label = "consumer",
            description = "hlr-id of the correlationID of mt-forwardSM and sendRoutingInfoForSM: leading digits of an "
                    + "IMSI; missing without one",
            javaType = "String")
    public static final String CORRELATION_HLR_ID = "CamelSs7MapCorrelationHlrId";

    @Metadata(
            label = "consumer",
            description = "sip-uri-A of the correlationID of mt-forwardSM and sendRoutingInfoForSM: the sender's SIP "
                    + "URI; missing without one",
            javaType = "String")
    public static final String CORRELATION_SIP_URI_A = "CamelSs7MapCorrelationSipUriA";

    @Metadata(
            label = "consumer",
            description = "sip-uri-B of the correlationID of mt-forwardSM and sendRoutingInfoForSM: the receiver's SIP "
                    + "URI; missing without one",
            javaType = "String")
    public static final String CORRELATION_SIP_URI_B = "CamelSs7MapCorrelationSipUriB";

    @Metadata(
            label = "consumer",
            description = "smsGmscAddress of mt-forwardSM version 3: the SMS-GMSC, digits without plus; missing when "
                    + "the SMSC does not say",
            javaType = "String")
    public static final String SMS_GMSC_ADDRESS = "CamelSs7MapSmsGmscAddress";

    @Metadata(
            label = "consumer",
            description = "sm-RP-PRI of sendRoutingInfoForSM: whether the SMSC wants to deliver even when the "
                    + "subscriber is absent",
            javaType = "Boolean")
    public static final String PRIORITY = "CamelSs7MapPriority";

    @Metadata(
            label = "consumer",
            description = "sm-deliveryNotIntended of sendRoutingInfoForSM: onlyIMSI or onlyMCC-MNC; missing when a "
                    + "message is to follow",
            javaType = "String")
    public static final String SM_DELIVERY_NOT_INTENDED = "CamelSs7MapSmDeliveryNotIntended";

    @Metadata(
            label = "consumer",
            description = "imsi of the argument of sendRoutingInfoForSM; missing without one",
            javaType = "String")
    public static final String QUERIED_IMSI = "CamelSs7MapQueriedImsi";

    @Metadata(
            label = "consumer",
            description = "singleAttemptDelivery of sendRoutingInfoForSM: true when the SMSC will not try again; "
                    + "missing otherwise",
            javaType = "Boolean")
    public static final String SINGLE_ATTEMPT_DELIVERY = "CamelSs7MapSingleAttemptDelivery";

    @Metadata(
            label = "consumer",
            description = "smsf-supportIndicator of sendRoutingInfoForSM: true when it is there; missing otherwise",
            javaType = "Boolean")
    public static final String SMSF_SUPPORT = "CamelSs7MapSmsfSupport";

    /**
     * Property of the exchange, not a header: a {@link io.vmnhub.sms.MessageWaitingStatus} that informServiceCentre
     * tells the SMSC beside the answer to sendRoutingInfoForSM.
     */
    public static final String MESSAGE_WAITING_STATUS = "CamelSs7MapMessageWaitingStatus";

    /**
     * Property of the exchange, not a header: when set, the invoke is not answered; its value, a String, says why for
     * the log.
     */
    public static final String NO_ANSWER = "CamelSs7MapNoAnswer";

    private Ss7MapConstants() {}
}
