// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import io.vmnhub.ss7.GlobalTitleTranslation.Title;
import io.vmnhub.ss7.api.Ss7Events;
import io.vmnhub.ss7.api.Ss7Settings;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.restcomm.protocols.ss7.indicator.RoutingIndicator;
import org.restcomm.protocols.ss7.sccp.impl.SccpRoutingCtxInterface;
import org.restcomm.protocols.ss7.sccp.impl.Ss7ExtSccpDetailedInterfaceDefault;
import org.restcomm.protocols.ss7.sccp.impl.message.SccpAddressedMessageImpl;
import org.restcomm.protocols.ss7.sccp.impl.parameter.SccpAddressImpl;
import org.restcomm.protocols.ss7.sccp.parameter.GlobalTitle;
import org.restcomm.protocols.ss7.sccp.parameter.GlobalTitle0001;
import org.restcomm.protocols.ss7.sccp.parameter.GlobalTitle0010;
import org.restcomm.protocols.ss7.sccp.parameter.GlobalTitle0011;
import org.restcomm.protocols.ss7.sccp.parameter.GlobalTitle0100;
import org.restcomm.protocols.ss7.sccp.parameter.RefusalCauseValue;
import org.restcomm.protocols.ss7.sccp.parameter.ReturnCauseValue;
import org.restcomm.protocols.ss7.sccp.parameter.SccpAddress;

/**
 * Hooks the hub's global title translation into jSS7's SCCP, whose open source edition has none.
 *
 * <p>A message that arrives is for the hub when a rule says so; {@link SccpInspection} has refused all others. The
 * called address keeps routing on its title, so that it is right as the calling address of the answer. A message of the
 * hub goes to the point code that its dialogue came from, when that is one of the configured ones; else where a rule
 * says.
 */
final class SccpTranslation extends Ss7ExtSccpDetailedInterfaceDefault {

    private static final int HLR = 6;
    private static final int MSC = 8;

    private final int localPointCode;
    private volatile GlobalTitleTranslation rules;
    private volatile Set<Integer> adjacent;
    private final String mscGlobalTitle;
    private final Ss7Events events;

    SccpTranslation(Ss7Settings settings, GlobalTitleTranslation rules, Set<Integer> adjacent, Ss7Events events) {
        this.rules = rules;
        this.localPointCode = settings.pointCode();
        this.mscGlobalTitle = settings.mscGlobalTitle();
        this.adjacent = inOrder(adjacent);
        this.events = events;
    }

    /** Other rules and configured point codes, for the messages that come and go from now on. */
    void change(GlobalTitleTranslation newRules, Set<Integer> newAdjacent) {
        rules = newRules;
        adjacent = inOrder(newAdjacent);
    }

    private static Set<Integer> inOrder(Set<Integer> pointCodes) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(pointCodes));
    }

    @Override
    public void translationFunction(SccpRoutingCtxInterface context, SccpAddressedMessageImpl message)
            throws Exception {
        Title title = title(message.getCalledPartyAddress());
        if (message.getIsMtpOriginated()) {
            arrived(context, message, title);
        } else {
            leaving(context, message, title);
        }
    }

    boolean isLocal(Title title) {
        return rules.isLocal(title);
    }

    /** Why a title that is not the hub's cannot be translated (ITU-T Q.714 clause 2.4). */
    ReturnCause refusal(Title title) {
        return rules.translatesNatureOf(title)
                ? ReturnCause.NO_TRANSLATION_FOR_THIS_ADDRESS
                : ReturnCause.NO_TRANSLATION_FOR_SUCH_NATURE;
    }

    /** Whether an application server leads to that point code. */
    boolean isAdjacent(int pointCode) {
        return adjacent.contains(pointCode);
    }

    private void arrived(SccpRoutingCtxInterface context, SccpAddressedMessageImpl message, Title title)
            throws Exception {
        int ssn = title.subsystemNumber() > 0
                ? title.subsystemNumber()
                : title.digits().equals(mscGlobalTitle) ? MSC : HLR;
        route(context, message, localPointCode, ssn);
    }

    /** Where a message of the hub for {@code title} goes, in a dialogue with {@code origin}; -1 for nowhere. */
    int pointCode(int origin, Title title) {
        return adjacent.contains(origin) ? origin : rules.pointCode(title).orElse(-1);
    }

    /** As {@link #pointCode(int, Title)}, for the title of {@code peer}. */
    int pointCode(int origin, SccpAddress peer) {
        return adjacent.contains(origin) ? origin : pointCode(origin, title(peer));
    }

    private void leaving(SccpRoutingCtxInterface context, SccpAddressedMessageImpl message, Title title)
            throws Exception {
        int pointCode = pointCode(message.getOutgoingDpc(), title);
        if (pointCode < 0) {
            events.messageRefused("no global title translation rule for a message to SSN " + title.subsystemNumber());
            context.sendSccpError(
                    message,
                    ReturnCauseValue.NO_TRANSLATION_FOR_ADDRESS,
                    RefusalCauseValue.DESTINATION_ADDRESS_UNKNOWN);
            return;
        }
        route(context, message, pointCode, title.subsystemNumber());
    }

    private static void route(SccpRoutingCtxInterface context, SccpAddressedMessageImpl message, int pointCode, int ssn)
            throws Exception {
        SccpAddress translated = new SccpAddressImpl(
                RoutingIndicator.ROUTING_BASED_ON_GLOBAL_TITLE,
                message.getCalledPartyAddress().getGlobalTitle(),
                pointCode,
                ssn);
        translated.setTranslated(true);
        message.setCalledPartyAddress(translated);
        context.routeAddressed(message);
    }

    @Override
    public int findDpsForAddresses(SccpAddress called, SccpAddress calling, int networkId) {
        return rules.pointCode(title(called))
                .or(() -> adjacent.stream().findFirst())
                .orElse(-1);
    }

    static Title title(SccpAddress address) {
        GlobalTitle title = address.getGlobalTitle();
        String digits = title == null || title.getDigits() == null ? "" : title.getDigits();
        int ssn = address.getSubsystemNumber();
        if (title instanceof GlobalTitle0100 full) {
            return new Title(
                    digits,
                    full.getTranslationType(),
                    full.getNumberingPlan().getValue(),
                    full.getNatureOfAddress().getValue(),
                    ssn);
        }
        if (title instanceof GlobalTitle0011 withPlan) {
            return new Title(
                    digits,
                    withPlan.getTranslationType(),
                    withPlan.getNumberingPlan().getValue(),
                    -1,
                    ssn);
        }
        if (title instanceof GlobalTitle0010 withType) {
            return new Title(digits, withType.getTranslationType(), -1, -1, ssn);
        }
        if (title instanceof GlobalTitle0001 withNature) {
            return new Title(digits, -1, -1, withNature.getNatureOfAddress().getValue(), ssn);
        }
        return new Title(digits, -1, -1, -1, ssn);
    }
}
