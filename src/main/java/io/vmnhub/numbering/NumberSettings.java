// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.numbering;

import io.vmnhub.sms.EightBitText;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * What the numbers of a range have in common. Valid once constructed; an {@link IllegalArgumentException} names the
 * field that is not.
 *
 * @param application the application that owns the numbers
 * @param tenant who the application belongs to, for the operator's own use; empty string for nobody in particular
 * @param state whether they can receive
 * @param diagnostic the absentSubscriberDiagnosticSM 0..12 (TS 23.040 clause 3.3.2) of suspended numbers
 * @param hlr who answers for them as their HLR
 * @param correlation whether each SMSC that asks gets an IMSI of its own for a number, for a while, instead of the
 *     number's own
 * @param nodes the nodes that take their messages, whose titles SRI-SM is answered with; empty for the hub's own
 * @param hlrGlobalTitle the calling title of the hub's own dialogues for them, instead of the hub's own
 * @param eightBit how 8-bit data sent to them is read; empty when the application says it
 */
public record NumberSettings(
        String application,
        String tenant,
        NumberState state,
        OptionalInt diagnostic,
        Hlr hlr,
        boolean correlation,
        List<NetworkNode> nodes,
        Optional<String> hlrGlobalTitle,
        Optional<EightBitText> eightBit) {

    /** The highest absentSubscriberDiagnosticSM. */
    public static final int HIGHEST_DIAGNOSTIC = 12;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final Pattern TITLE = Pattern.compile("[0-9]{3,15}");

    /** Who answers sendRoutingInfoForSM for a number. */
    public enum Hlr {
        /** The hub. */
        OWN,
        /** The operator's HLR, which gives the IMSIs of these numbers; the hub is their MSC only. */
        EXTERNAL
    }

    public NumberSettings {
        Objects.requireNonNull(application, "application");
        Objects.requireNonNull(tenant, "tenant");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(diagnostic, "diagnostic");
        Objects.requireNonNull(hlr, "hlr");
        Objects.requireNonNull(eightBit, "eightBit");
        if (!NAME.matcher(application).matches()) {
            throw new IllegalArgumentException(
                    "application '" + application + "' is not 1 to 64 letters, digits, dots, dashes or underscores");
        }
        if (!tenant.isEmpty() && !NAME.matcher(tenant).matches()) {
            throw new IllegalArgumentException(
                    "tenant '" + tenant + "' is not 1 to 64 letters, digits, dots, dashes or underscores");
        }
        if (diagnostic.isPresent() && state != NumberState.SUSPENDED) {
            throw new IllegalArgumentException("diagnostic belongs to suspended numbers, these are " + state.word());
        }
        if (diagnostic.orElse(0) < 0 || diagnostic.orElse(0) > HIGHEST_DIAGNOSTIC) {
            throw new IllegalArgumentException(
                    "diagnostic " + diagnostic.getAsInt() + " is not within 0 to " + HIGHEST_DIAGNOSTIC);
        }
        nodes = List.copyOf(nodes);
        if (!nodes.isEmpty() && nodes.stream().allMatch(node -> node.weight() == 0)) {
            throw new IllegalArgumentException("mscGlobalTitles have no title with a weight above 0");
        }
        title("hlrGlobalTitle", hlrGlobalTitle);
    }

    private static void title(String field, Optional<String> value) {
        if (value.isPresent() && !TITLE.matcher(value.get()).matches()) {
            throw new IllegalArgumentException(field + " '" + value.get() + "' is not 3 to 15 digits");
        }
    }

    /** Active numbers of an application, with the hub as HLR and MSC. */
    public static NumberSettings of(String application) {
        return new NumberSettings(
                application,
                "",
                NumberState.ACTIVE,
                OptionalInt.empty(),
                Hlr.OWN,
                false,
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    public NumberSettings withApplication(String other) {
        return new NumberSettings(other, tenant, state, diagnostic, hlr, correlation, nodes, hlrGlobalTitle, eightBit);
    }

    public NumberSettings withTenant(String other) {
        return new NumberSettings(
                application, other, state, diagnostic, hlr, correlation, nodes, hlrGlobalTitle, eightBit);
    }

    public NumberSettings withState(NumberState other, OptionalInt why) {
        return new NumberSettings(application, tenant, other, why, hlr, correlation, nodes, hlrGlobalTitle, eightBit);
    }

    /** The same numbers taken by these nodes, and alerts for them sent from that title. */
    public NumberSettings withTitles(List<NetworkNode> others, Optional<String> otherHlr) {
        return new NumberSettings(application, tenant, state, diagnostic, hlr, correlation, others, otherHlr, eightBit);
    }

    /** The same with correlation IMSIs, or without. */
    public NumberSettings withCorrelation(boolean other) {
        return new NumberSettings(application, tenant, state, diagnostic, hlr, other, nodes, hlrGlobalTitle, eightBit);
    }

    public NumberSettings withEightBit(Optional<EightBitText> other) {
        return new NumberSettings(
                application, tenant, state, diagnostic, hlr, correlation, nodes, hlrGlobalTitle, other);
    }
}
