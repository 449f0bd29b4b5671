package io.vmnhub.sms;

import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * An SMS-DELIVER (TS 23.040 clause 9.2.2.1), decoded.
 *
 * @param moreMessagesToSend     true when more messages wait in the SMSC (TP-MMS bit 0)
 * @param loopPrevention         TP-LP
 * @param statusReportIndication TP-SRI
 * @param replyPath              TP-RP
 * @param originatingAddress     TP-OA
 * @param protocolIdentifier     TP-PID, 0 to 255
 * @param dataCodingScheme       TP-DCS
 * @param serviceCentreTimestamp TP-SCTS with its offset; empty when the seven octets are no date
 * @param userDataHeader         header elements, {@link UserDataHeader#NONE} without TP-UDHI
 * @param userData               TP-UD as it stands on the wire, header included; do not change the array
 * @param text                   decoded text; empty for 8-bit and compressed data
 */
public record SmsDeliver(boolean moreMessagesToSend, boolean loopPrevention, boolean statusReportIndication, boolean replyPath,
                         Address originatingAddress, int protocolIdentifier, DataCodingScheme dataCodingScheme,
                         Optional<OffsetDateTime> serviceCentreTimestamp, UserDataHeader userDataHeader, byte[] userData,
                         String text) {
}
