// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import io.vmnhub.ss7.GlobalTitleTranslation.Title;

/**
 * A called or calling party address (ITU-T Q.713 clause 3.4), as far as routing looks at it.
 *
 * @param routedOnSubsystem whether the routing indicator says SSN rather than global title
 * @param pointCode -1 for none
 * @param title the global title with the subsystem number, 0 for none; without a title its digits are empty
 * @param titled whether there is a global title of a kind that Q.713 knows
 */
record PartyAddress(boolean routedOnSubsystem, int pointCode, Title title, boolean titled) {

    private static final int NONE = -1;
    private static final String SIGNALS = "0123456789abcdef";

    int subsystem() {
        return title.subsystemNumber();
    }

    /** What breaks off has no title. */
    static PartyAddress of(byte[] octets) {
        int indicator = octets.length == 0 ? 0 : octets[0];
        int at = 1;
        int pointCode = NONE;
        if ((indicator & 1) != 0 && octets.length >= at + 2) {
            pointCode = octets[at] & 0xff | (octets[at + 1] & 0x3f) << 8;
        }
        at += (indicator & 1) != 0 ? 2 : 0;
        int subsystem = (indicator & 2) != 0 && octets.length > at ? octets[at] & 0xff : 0;
        at += (indicator & 2) != 0 ? 1 : 0;
        Title title = title(octets, at, indicator >> 2 & 0xf, subsystem);
        return new PartyAddress(
                (indicator & 0x40) != 0,
                pointCode,
                title == null ? new Title("", NONE, NONE, NONE, subsystem) : title,
                title != null);
    }

    private static Title title(byte[] octets, int at, int indicator, int subsystem) {
        int fields = switch (indicator) {
            case 1, 2 -> 1;
            case 3 -> 2;
            case 4 -> 3;
            default -> octets.length;
        };
        int signals = at + fields;
        if (signals > octets.length) {
            return null;
        }
        int first = octets[at] & 0xff;
        if (indicator == 1) {
            return new Title(digits(octets, signals, first > 0x7f), NONE, NONE, first & 0x7f, subsystem);
        }
        if (indicator == 2) {
            return new Title(digits(octets, signals, false), first, NONE, NONE, subsystem);
        }
        int plan = octets[at + 1] >> 4 & 0xf;
        boolean odd = (octets[at + 1] & 0xf) == 1;
        int nature = indicator == 4 ? octets[at + 2] & 0x7f : NONE;
        return new Title(digits(octets, signals, odd), first, plan, nature, subsystem);
    }

    private static String digits(byte[] octets, int from, boolean odd) {
        int count = Math.max(0, (octets.length - from) * 2 - (odd ? 1 : 0));
        char[] digits = new char[count];
        for (int i = 0; i < count; i++) {
            digits[i] = SIGNALS.charAt(octets[from + i / 2] >> (i % 2 == 0 ? 0 : 4) & 0xf);
        }
        return new String(digits);
    }
}
