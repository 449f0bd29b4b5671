// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Those who may use the management interface. Immutable.
 *
 * @param all found by their tokens
 * @param guest who uses it from the hub's own machine without a token; empty when everybody needs one
 */
public record Operators(List<Operator> all, Optional<Operator> guest) {

    /** @throws IllegalArgumentException when two have one token */
    public Operators {
        all = List.copyOf(all);
        Set<String> tokens = new HashSet<>();
        all.forEach(one -> {
            if (!tokens.add(one.token())) {
                throw new IllegalArgumentException("the management token of " + one.name() + " is somebody else's too");
            }
        });
    }

    /** All are compared, each in a time that does not tell how much of it is right. */
    Optional<Operator> byToken(String token) {
        byte[] presented = token.getBytes(StandardCharsets.UTF_8);
        Operator found = null;
        for (Operator one : all) {
            found = MessageDigest.isEqual(one.secret(), presented) ? one : found;
        }
        return Optional.ofNullable(found);
    }
}
