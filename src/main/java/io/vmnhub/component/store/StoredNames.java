// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.store;

import io.vmnhub.exchange.SmsConstants;
import io.vmnhub.exchange.Ss7MapConstants;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The codes that stand for the names of the hub's own headers in what is stored: their places in this list. What is
 * stored is read by later versions, so that a name is only ever added at the end.
 */
final class StoredNames {

    private static final List<String> NAMES = List.of(
            SmsConstants.MESSAGE_ID,
            SmsConstants.IDENTITY,
            SmsConstants.KIND,
            SmsConstants.STATUS,
            SmsConstants.STATUS_OUTCOME,
            SmsConstants.MESSAGE_REFERENCE,
            SmsConstants.DISCHARGE_TIME,
            SmsConstants.ORIGINATING_ADDRESS,
            SmsConstants.ORIGINATING_ADDRESS_TYPE,
            SmsConstants.DESTINATION_ADDRESS,
            SmsConstants.TEXT,
            SmsConstants.ALPHABET,
            SmsConstants.SERVICE_CENTRE_TIMESTAMP,
            SmsConstants.PROTOCOL_IDENTIFIER,
            SmsConstants.DATA_CODING_SCHEME,
            SmsConstants.APPLICATION,
            SmsConstants.CHARSET,
            SmsConstants.MESSAGE_CLASS,
            SmsConstants.MESSAGES_WAITING,
            SmsConstants.MESSAGES_WAITING_ACTIVE,
            SmsConstants.DESTINATION_PORT,
            SmsConstants.ORIGINATOR_PORT,
            SmsConstants.REFERENCE,
            SmsConstants.TOTAL_PARTS,
            SmsConstants.PART_NUMBER,
            SmsConstants.MISSING_PARTS,
            SmsConstants.FAILOVER_SINK,
            SmsConstants.FAILOVER_FAILURES,
            Ss7MapConstants.SERVICE_CENTRE_ADDRESS,
            Ss7MapConstants.CALLING_GLOBAL_TITLE,
            Ss7MapConstants.CALLED_GLOBAL_TITLE,
            Ss7MapConstants.IMSI,
            Ss7MapConstants.VERSION,
            Ss7MapConstants.NETWORK_NODE_NUMBER,
            Ss7MapConstants.DELIVERY_OUTCOME,
            Ss7MapConstants.MORE_MESSAGES_TO_SEND,
            Ss7MapConstants.SM_DELIVERY_TIMER,
            Ss7MapConstants.SM_DELIVERY_START_TIME,
            Ss7MapConstants.MAXIMUM_RETRANSMISSION_TIME,
            Ss7MapConstants.SMS_OVER_IP_ONLY,
            Ss7MapConstants.CORRELATION_HLR_ID,
            Ss7MapConstants.CORRELATION_SIP_URI_A,
            Ss7MapConstants.CORRELATION_SIP_URI_B,
            Ss7MapConstants.SMS_GMSC_ADDRESS,
            Ss7MapConstants.PRIORITY,
            Ss7MapConstants.SM_DELIVERY_NOT_INTENDED,
            Ss7MapConstants.QUERIED_IMSI,
            Ss7MapConstants.SINGLE_ATTEMPT_DELIVERY,
            Ss7MapConstants.SMSF_SUPPORT,
            Ss7MapConstants.MESSAGE_WAITING_STATUS,
            Ss7MapConstants.NO_ANSWER);

    private static final Map<String, Integer> CODES = codes();

    private StoredNames() {}

    private static Map<String, Integer> codes() {
        Map<String, Integer> codes = new HashMap<>();
        for (int i = 0; i < NAMES.size(); i++) {
            codes.put(NAMES.get(i), i);
        }
        return Map.copyOf(codes);
    }

    /** 0 to 255; empty for a name that is stored as it is. */
    static OptionalInt code(String name) {
        Integer code = CODES.get(name);
        return code == null ? OptionalInt.empty() : OptionalInt.of(code);
    }

    /** @throws IllegalArgumentException when the code stands for nothing */
    static String name(int code) {
        if (code >= NAMES.size()) {
            throw new IllegalArgumentException("a stored header of the unknown code " + code);
        }
        return NAMES.get(code);
    }
}
