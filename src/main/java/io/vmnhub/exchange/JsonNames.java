// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.exchange;

import io.vmnhub.sms.Address;
import io.vmnhub.sms.Alphabet;
import io.vmnhub.sms.MessageWaitingIndication;
import io.vmnhub.sms.TypeOfNumber;

/** How the JSON form spells enumerations and numbers. */
public final class JsonNames {

    private JsonNames() {}

    public static String of(Alphabet alphabet) {
        return switch (alphabet) {
            case GSM7 -> "gsm7";
            case OCTETS -> "8bit";
            case UCS2 -> "ucs2";
        };
    }

    public static String of(TypeOfNumber type) {
        return switch (type) {
            case UNKNOWN -> "unknown";
            case INTERNATIONAL -> "international";
            case NATIONAL -> "national";
            case NETWORK_SPECIFIC -> "networkSpecific";
            case SUBSCRIBER -> "subscriber";
            case ALPHANUMERIC -> "alphanumeric";
            case ABBREVIATED -> "abbreviated";
            case RESERVED -> "reserved";
        };
    }

    public static String of(MessageWaitingIndication.Kind kind) {
        return switch (kind) {
            case VOICEMAIL -> "voicemail";
            case FAX -> "fax";
            case EMAIL -> "email";
            case OTHER -> "other";
            case VIDEO -> "video";
        };
    }

    /** International numbers with a plus, all others as they stand; null for an address without any digit or letter. */
    public static String number(Address address) {
        if (address.value().isEmpty()) {
            return null;
        }
        return address.typeOfNumber() == TypeOfNumber.INTERNATIONAL ? "+" + address.value() : address.value();
    }

    /** An E.164 number with a plus; null for none. */
    static String international(String digits) {
        return digits.isEmpty() ? null : "+" + digits;
    }

    static TypeOfNumber typeOfNumber(String name) {
        for (TypeOfNumber type : TypeOfNumber.values()) {
            if (of(type).equals(name)) {
                return type;
            }
        }
        throw new IllegalArgumentException("fromType " + name + " is not known");
    }
}
