// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A YAML value that knows where it stands. */
sealed interface YamlNode {

    Position position();

    /** How many nodes it has when aliases are written out, itself included. */
    long size();

    /** What an operator calls it. */
    String kind();

    /**
     * One value.
     *
     * @param text as it stands in the file, or what its placeholders became
     * @param typed whether YAML may read it as a number, a boolean or null: it was written without quotes or held a
     *     placeholder
     * @param secret whether some of it came from the environment or another file
     */
    record Scalar(Position position, String text, boolean typed, boolean secret) implements YamlNode {

        private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]{0,99})");
        private static final Pattern DECIMAL =
                Pattern.compile("-?(0|[1-9][0-9]{0,99})(\\.[0-9]{1,99})?([eE][-+]?[0-9]{1,2})?");

        @Override
        public long size() {
            return 1;
        }

        @Override
        public String kind() {
            return "a single value";
        }

        boolean absent() {
            return typed && (text.isEmpty() || text.equals("~") || text.equals("null"));
        }

        /** Its text for a message. */
        String shown() {
            return secret ? "«(secret)»" : "'" + (text.length() > 80 ? text.substring(0, 80) + "…" : text) + "'";
        }

        /** By the JSON schema of YAML 1.2 (clause 10.2): 012 and 0x1F stay text, so no digit is ever lost. */
        JsonNode json() {
            JsonNodeFactory nodes = JsonNodeFactory.instance;
            if (!typed) {
                return nodes.textNode(text);
            }
            if (absent()) {
                return nodes.nullNode();
            }
            if (text.equals("true") || text.equals("false")) {
                return nodes.booleanNode(text.equals("true"));
            }
            if (INTEGER.matcher(text).matches()) {
                BigInteger value = new BigInteger(text);
                if (value.bitLength() < 32) {
                    return nodes.numberNode(value.intValue());
                }
                return value.bitLength() < 64 ? nodes.numberNode(value.longValue()) : nodes.numberNode(value);
            }
            return DECIMAL.matcher(text).matches() ? nodes.numberNode(Double.parseDouble(text)) : nodes.textNode(text);
        }
    }

    /** A list. */
    record Sequence(Position position, List<YamlNode> items, long size) implements YamlNode {
        @Override
        public String kind() {
            return "a list";
        }
    }

    /** Keys with values, in the order of the file. */
    record Mapping(Position position, Map<String, Entry> entries, long size) implements YamlNode {
        @Override
        public String kind() {
            return "a group of keys";
        }
    }

    /** A key's place and its value. */
    record Entry(Position key, YamlNode value) {}
}
