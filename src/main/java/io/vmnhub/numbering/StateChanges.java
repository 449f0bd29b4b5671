// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.numbering;

import java.util.Map;
import java.util.OptionalInt;

/**
 * The states that operators have given numbers and applications of a running hub. Immutable.
 *
 * @param numbers by MSISDN, whatever the configuration says of them
 * @param disabled applications whose active numbers are suspended
 */
record StateChanges(Map<String, StateChange> numbers, Map<String, StateChange> disabled) {

    static final StateChanges NONE = new StateChanges(Map.of(), Map.of());

    StateChanges {
        numbers = Map.copyOf(numbers);
        disabled = Map.copyOf(disabled);
    }

    boolean isEmpty() {
        return numbers.isEmpty() && disabled.isEmpty();
    }

    /** The number as it is with the changes. */
    Vmn applyTo(Vmn vmn) {
        NumberSettings settings = vmn.settings();
        StateChange change = numbers.get(vmn.msisdn());
        if (change != null) {
            settings = in(settings, change.state());
        }
        if (settings.state() == NumberState.ACTIVE && disabled.containsKey(vmn.application())) {
            settings = in(settings, NumberState.SUSPENDED);
        }
        return settings == vmn.settings() ? vmn : new Vmn(vmn.msisdn(), vmn.imsi(), settings);
    }

    private static NumberSettings in(NumberSettings settings, NumberState state) {
        return settings.state() == state
                ? settings
                : settings.withState(
                        state, state == NumberState.SUSPENDED ? settings.diagnostic() : OptionalInt.empty());
    }
}
