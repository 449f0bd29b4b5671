// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import java.util.Arrays;
import org.restcomm.protocols.ss7.indicator.AddressIndicator;
import org.restcomm.protocols.ss7.indicator.NatureOfAddress;
import org.restcomm.protocols.ss7.indicator.NumberingPlan;
import org.restcomm.protocols.ss7.indicator.RoutingIndicator;
import org.restcomm.protocols.ss7.sccp.parameter.GlobalTitle;
import org.restcomm.protocols.ss7.sccp.parameter.GlobalTitle0001;
import org.restcomm.protocols.ss7.sccp.parameter.GlobalTitle0010;
import org.restcomm.protocols.ss7.sccp.parameter.GlobalTitle0011;
import org.restcomm.protocols.ss7.sccp.parameter.GlobalTitle0100;
import org.restcomm.protocols.ss7.sccp.parameter.SccpAddress;

/**
 * Writes called and calling party addresses (ITU-T Q.713 clause 3.4) in the octets that jSS7 makes of them. One that
 * routes on its title carries no point code.
 */
final class PartyAddressEncoding {

    private static final byte[] NOTHING = {};
    private static final int ROUTED_ON_SUBSYSTEM = 0x40;
    private static final int WITH_SUBSYSTEM = 2;
    private static final int WITH_POINT_CODE = 1;
    private static final int LONGEST_PREFIX = 7;
    private static final int MOST_SIGNALS = 40;
    private static final int UNSAID = 0;
    private static final int ODD = 1;
    private static final int EVEN = 2;

    private PartyAddressEncoding() {}

    /** The address of a message to it; nothing for one that is not usual. */
    static byte[] called(SccpAddress address) {
        boolean subsystem = routedOnTitle(address)
                ? address.getSubsystemNumber() > 0
                : address.getAddressIndicator().isSSNPresent();
        return encode(address, subsystem);
    }

    /** The address of a message from it; nothing for one that is not usual. */
    static byte[] calling(SccpAddress address) {
        return encode(address, address.getAddressIndicator().isSSNPresent());
    }

    static boolean routedOnTitle(SccpAddress address) {
        return address.getAddressIndicator().getRoutingIndicator() == RoutingIndicator.ROUTING_BASED_ON_GLOBAL_TITLE;
    }

    private static byte[] encode(SccpAddress address, boolean subsystem) {
        AddressIndicator indicator = address.getAddressIndicator();
        GlobalTitle title = address.getGlobalTitle();
        int titleIndicator = indicator.getGlobalTitleIndicator().getValue();
        String signals = title == null ? "" : title.getDigits();
        if (titleIndicator == 0 != (title == null) || signals == null || signals.length() > MOST_SIGNALS) {
            return NOTHING;
        }
        boolean pointCode = indicator.isPCPresent() && !routedOnTitle(address);
        byte[] octets = new byte[LONGEST_PREFIX + (signals.length() + 1) / 2];
        octets[0] = (byte) ((routedOnTitle(address) ? 0 : ROUTED_ON_SUBSYSTEM)
                | titleIndicator << 2
                | (subsystem ? WITH_SUBSYSTEM : 0)
                | (pointCode ? WITH_POINT_CODE : 0));
        int at = 1;
        if (pointCode) {
            octets[at++] = (byte) address.getSignalingPointCode();
            octets[at++] = (byte) (address.getSignalingPointCode() >> 8 & 0x3f);
        }
        if (subsystem) {
            octets[at++] = (byte) address.getSubsystemNumber();
        }
        if (title != null) {
            at = title(title, signals, octets, at);
        }
        return at < 0 ? NOTHING : Arrays.copyOf(octets, at);
    }

    /** @return where the address ends; -1 for a title that jSS7 must write */
    private static int title(GlobalTitle title, String signals, byte[] octets, int from) {
        int at = from;
        int scheme;
        if (title instanceof GlobalTitle0100 full) {
            scheme = full.getEncodingScheme().getSchemeCode();
            octets[at++] = (byte) full.getTranslationType();
            octets[at++] = planAndScheme(full.getNumberingPlan(), scheme);
            octets[at++] = (byte) full.getNatureOfAddress().getValue();
        } else if (title instanceof GlobalTitle0011 withPlan) {
            scheme = withPlan.getEncodingScheme().getSchemeCode();
            octets[at++] = (byte) withPlan.getTranslationType();
            octets[at++] = planAndScheme(withPlan.getNumberingPlan(), scheme);
        } else if (title instanceof GlobalTitle0010 withType) {
            scheme = EVEN;
            octets[at++] = (byte) withType.getTranslationType();
        } else if (title instanceof GlobalTitle0001 withNature && withNature.getNatureOfAddress() != null) {
            scheme = UNSAID;
            octets[at++] = natureAndParity(withNature.getNatureOfAddress(), signals);
        } else {
            return -1;
        }
        boolean odd = signals.length() % 2 != 0;
        return scheme != UNSAID && scheme == ODD != odd ? -1 : signals(signals, octets, at);
    }

    private static byte planAndScheme(NumberingPlan plan, int scheme) {
        return (byte) (plan.getValue() << 4 | scheme);
    }

    private static byte natureAndParity(NatureOfAddress nature, String signals) {
        return (byte) (signals.length() % 2 << 7 | nature.getValue());
    }

    private static int signals(String signals, byte[] octets, int from) {
        for (int i = 0; i < signals.length(); i++) {
            int signal = Character.digit(signals.charAt(i), 16);
            if (signal < 0) {
                return -1;
            }
            octets[from + i / 2] |= (byte) (signal << (i % 2 == 0 ? 0 : 4));
        }
        return from + (signals.length() + 1) / 2;
    }
}
