// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.screening;

import java.util.List;
import java.util.Objects;

/**
 * What screening says of a message or a query.
 *
 * @param rule who decided: {@code list.black}, {@code limit.<name>}, {@code spoofing.<check>}, {@code list.gray},
 *     {@code filter.<name>}; empty when nothing did and it passes
 * @param outcome never {@link Outcome.Tag}
 * @param list what the lists say of the SMSC
 * @param tags the words of rules that only tag
 */
public record Verdict(String rule, Outcome outcome, Colour list, List<String> tags) {

    public Verdict {
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(list, "list");
        tags = List.copyOf(tags);
        if (outcome instanceof Outcome.Tag) {
            throw new IllegalArgumentException("a tag is not a verdict");
        }
    }
}
