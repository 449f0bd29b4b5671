// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import java.util.Optional;

/**
 * What is known of the MAP dialogue an invoke came in.
 *
 * @param version MAP version, 1 to 3
 * @param callingGlobalTitle SCCP calling party digits; empty when it routes on SSN
 * @param calledGlobalTitle SCCP called party digits; empty when it routes on SSN
 * @param originatingPointCode point code the message came from
 */
public record Dialogue(
        int version,
        Optional<String> callingGlobalTitle,
        Optional<String> calledGlobalTitle,
        int originatingPointCode) {}
