// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import io.vmnhub.sms.Address;
import java.util.Optional;

/** The argument of a MAP invoke that reached the hub. */
public sealed interface MapRequest {

    MapOperation operation();

    /**
     * sendRoutingInfoForSM (TS 29.002 clause 12.1).
     *
     * @param msisdn the number asked for
     * @param priority sm-RP-PRI: deliver even when the subscriber is absent
     * @param serviceCentreAddress digits of the asking service centre
     * @param parameters what else the argument says; nothing of it is sent
     */
    record SendRoutingInfoForSm(
            Address msisdn, boolean priority, String serviceCentreAddress, RoutingParameters parameters)
            implements MapRequest {

        /** One that says nothing else. */
        public SendRoutingInfoForSm(Address msisdn, boolean priority, String serviceCentreAddress) {
            this(msisdn, priority, serviceCentreAddress, RoutingParameters.NONE);
        }

        SendRoutingInfoForSm with(RoutingParameters others) {
            return new SendRoutingInfoForSm(msisdn, priority, serviceCentreAddress, others);
        }

        @Override
        public MapOperation operation() {
            return MapOperation.SEND_ROUTING_INFO_FOR_SM;
        }
    }

    /**
     * mt-ForwardSM or forwardSM (TS 29.002 clauses 12.9 and 12.2).
     *
     * @param imsi sm-RP-DA as IMSI; empty when it is an LMSI
     * @param lmsi sm-RP-DA as LMSI
     * @param serviceCentreAddress digits of the sending service centre (sm-RP-OA); empty string where it is missing
     * @param tpdu sm-RP-UI: the SMS-DELIVER; do not change the array
     * @param moreMessagesToSend whether another forwardSM follows in the dialogue
     * @param parameters what else the argument of version 3 says; nothing of it is sent
     */
    record ForwardSm(
            Optional<String> imsi,
            Optional<byte[]> lmsi,
            String serviceCentreAddress,
            byte[] tpdu,
            boolean moreMessagesToSend,
            DeliveryParameters parameters)
            implements MapRequest {

        /** One that says nothing else. */
        public ForwardSm(
                Optional<String> imsi,
                Optional<byte[]> lmsi,
                String serviceCentreAddress,
                byte[] tpdu,
                boolean moreMessagesToSend) {
            this(imsi, lmsi, serviceCentreAddress, tpdu, moreMessagesToSend, DeliveryParameters.NONE);
        }

        @Override
        public MapOperation operation() {
            return MapOperation.MT_FORWARD_SM;
        }

        /** Whether sm-RP-DA names a subscriber; it is noSM-RP-DA otherwise. */
        boolean hasDestination() {
            return imsi.isPresent() || lmsi.isPresent();
        }

        /**
         * This message after {@code first} in the same dialogue: noSM-RP-DA and noSM-RP-OA mean the subscriber and the
         * service centre of the first (TS 29.002 clause 12.9.3).
         */
        ForwardSm after(ForwardSm first) {
            return new ForwardSm(
                    hasDestination() ? imsi : first.imsi,
                    hasDestination() ? lmsi : first.lmsi,
                    serviceCentreAddress.isEmpty() ? first.serviceCentreAddress : serviceCentreAddress,
                    tpdu,
                    moreMessagesToSend,
                    parameters);
        }

        ForwardSm with(DeliveryParameters others) {
            return new ForwardSm(imsi, lmsi, serviceCentreAddress, tpdu, moreMessagesToSend, others);
        }
    }

    /**
     * reportSM-DeliveryStatus (TS 29.002 clause 12.3).
     *
     * @param msisdn the subscriber
     * @param serviceCentreAddress digits of the reporting service centre
     * @param outcome sm-DeliveryOutcome: 0 memoryCapacityExceeded, 1 absentSubscriber, 2 successfulTransfer; in version
     *     1, which has none, 1
     */
    record ReportSmDeliveryStatus(Address msisdn, String serviceCentreAddress, int outcome) implements MapRequest {
        @Override
        public MapOperation operation() {
            return MapOperation.REPORT_SM_DELIVERY_STATUS;
        }
    }

    /** alertServiceCentre (TS 29.002 clause 12.5). */
    record AlertServiceCentre(Address msisdn, String serviceCentreAddress) implements MapRequest {
        @Override
        public MapOperation operation() {
            return MapOperation.ALERT_SERVICE_CENTRE;
        }
    }
}
