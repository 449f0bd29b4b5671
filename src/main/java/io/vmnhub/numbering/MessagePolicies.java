// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.numbering;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The policies of all applications, as they are in force. A change replaces all of them at once. Thread-safe; looking
 * up does not block.
 */
public final class MessagePolicies {

    private final NumberPlan numbers;
    private volatile InForce inForce;

    private record InForce(Map<String, MessagePolicy> policies, Duration duplicatesWithin) {}

    /**
     * @param policies by the applications' names; an application that is not there has {@link MessagePolicy#DEFAULT}
     */
    public MessagePolicies(NumberPlan numbers, Map<String, MessagePolicy> policies) {
        this.numbers = numbers;
        replace(policies);
    }

    /** Puts others in force, for whoever asks from now on. */
    public void replace(Map<String, MessagePolicy> policies) {
        Duration longest = Stream.concat(Stream.of(MessagePolicy.DEFAULT), policies.values().stream())
                .map(MessagePolicy::duplicatesWithin)
                .max(Duration::compareTo)
                .orElseThrow();
        inForce = new InForce(Map.copyOf(policies), longest);
    }

    /** In which form the owner of a number gets messages to it. */
    public MessagePolicy of(Vmn vmn) {
        MessagePolicy policy = of(vmn.application());
        return vmn.settings().eightBit().map(policy::withEightBit).orElse(policy);
    }

    /**
     * In which form an application gets messages to a number, which need not be its own.
     *
     * @param msisdn digits of an international number
     */
    public MessagePolicy of(String application, String msisdn) {
        MessagePolicy policy = of(application);
        return numbers.byMsisdn(msisdn)
                .flatMap(vmn -> vmn.settings().eightBit())
                .map(policy::withEightBit)
                .orElse(policy);
    }

    /** What an application's own settings are, whatever its numbers say. */
    public MessagePolicy of(String application) {
        return inForce.policies().getOrDefault(application, MessagePolicy.DEFAULT);
    }

    /** How long the application that wants it longest has confirmed messages remembered. */
    public Duration duplicatesWithin() {
        return inForce.duplicatesWithin();
    }
}
