// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.api.soap;

import java.util.Optional;

/** A virtual mobile number as Parlay X has it: {@code tel:+447700900001}, or its digits alone. */
final class RegistrationNumber {

    private RegistrationNumber() {}

    /** @return the digits without plus; empty when it is not a number */
    static Optional<String> digits(String uri) {
        return Optional.of(uri.strip().replaceFirst("^(tel:)?\\+?", ""))
                .filter(digits -> digits.matches("[0-9]{3,15}"));
    }
}
