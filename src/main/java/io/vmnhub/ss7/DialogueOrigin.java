// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import java.util.Objects;
import org.restcomm.protocols.ss7.sccp.parameter.GlobalTitle;
import org.restcomm.protocols.ss7.sccp.parameter.SccpAddress;
import org.restcomm.protocols.ss7.tcap.api.tc.dialog.Dialog;
import org.restcomm.protocols.ss7.tcap.api.tc.dialog.TRPseudoState;

/**
 * Judges whether a TC-CONTINUE, TC-END or TC-ABORT comes from the peer of its dialogue (GSMA FS.11). Titles are
 * compared by their digits: translations on the way change the rest. The first answer to a dialogue of this side may
 * come from another title than the one called (ITU-T Q.774 clause 3.1.2.2).
 *
 * @param checkCallingTitle false in networks that change the calling title within a dialogue; the originating
 *     transaction id is compared all the same
 */
record DialogueOrigin(boolean checkCallingTitle) {

    /** Whether a message of {@code portion} from {@code calling} belongs to {@code dialog}. */
    boolean accepts(Dialog dialog, TransactionPortion portion, SccpAddress calling) {
        if (dialog.getState() == TRPseudoState.InitialSent) {
            return true;
        }
        Long remote = dialog.getRemoteDialogId();
        if (portion.type() == TransactionPortion.CONTINUE && remote != null && remote != portion.originatingId()) {
            return false;
        }
        return !checkCallingTitle || same(dialog.getRemoteAddress(), calling);
    }

    private static boolean same(SccpAddress known, SccpAddress calling) {
        if (known == null || calling == null) {
            return known == calling;
        }
        String digits = digits(known);
        return Objects.equals(digits, digits(calling))
                && (digits != null || known.getSignalingPointCode() == calling.getSignalingPointCode());
    }

    private static String digits(SccpAddress address) {
        GlobalTitle title = address.getGlobalTitle();
        return title == null ? null : title.getDigits();
    }
}
