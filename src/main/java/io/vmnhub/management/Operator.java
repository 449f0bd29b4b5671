// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Somebody who may use the management interface.
 *
 * @param name for the audit log
 * @param token the secret that shows who it is
 */
public record Operator(String name, String token, Role role) {

    /** A token shorter than this could be guessed. */
    private static final int SHORTEST_TOKEN = 16;

    private static final int SHOWN_DIGITS = 5;

    /** What an operator may do. */
    public enum Role {
        /** Look: every GET; subscribers' numbers are masked and texts are left out. */
        VIEWER,
        /** Look and change. */
        OPERATOR;

        /** Whether texts and whole numbers of subscribers are shown. */
        public boolean seesContent() {
            return this == OPERATOR;
        }

        /** A number as it may be shown: whole, or the digits alone that tell the country and the network. */
        public String visible(String number) {
            if (number == null || seesContent() || !number.matches("\\+?[0-9]+")) {
                return number;
            }
            int shown = Math.min(SHOWN_DIGITS, number.length() / 2);
            return number.substring(0, shown) + "•".repeat(number.length() - shown);
        }

        /** The same form, its numbers as they may be shown. */
        public ObjectNode visible(ObjectNode form, String... numbers) {
            for (String number : numbers) {
                if (form.has(number)) {
                    form.put(number, visible(form.path(number).asText()));
                }
            }
            return form;
        }
    }

    /** @throws IllegalArgumentException when the token is too short; it does not say the token */
    public Operator {
        Objects.requireNonNull(role, "role");
        if (!name.matches("[A-Za-z0-9_.@-]{1,64}")) {
            throw new IllegalArgumentException(
                    "a name in the management interface must be 1 to 64 letters, digits, dots, dashes, at signs or "
                            + "underscores");
        }
        if (token.length() < SHORTEST_TOKEN) {
            throw new IllegalArgumentException(
                    "the management token of " + name + " must have " + SHORTEST_TOKEN + " characters at least");
        }
    }

    byte[] secret() {
        return token.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "Operator[" + name + ", " + role + "]"; // tokens stay out of logs
    }
}
