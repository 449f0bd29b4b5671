// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

/**
 * A value in a tree and the best place to point at when it is wrong.
 *
 * @param node the value
 * @param position of a single value itself; of a group or list its key, which is where one looks for it, else its first
 *     line
 */
record YamlPlace(YamlNode node, Position position) {

    /** Follows a JSON pointer as far as it leads. */
    static YamlPlace find(YamlNode root, String pointer) {
        YamlPlace place = new YamlPlace(root, root.position());
        for (String step : pointer.split("/")) {
            if (!step.isEmpty()) {
                place = place.step(unescaped(step));
            }
        }
        return place;
    }

    /** The place of a key in a group, for what is wrong with the key itself. */
    static Position key(YamlNode root, String pointer, String key) {
        YamlPlace owner = find(root, pointer);
        return owner.node() instanceof YamlNode.Mapping mapping
                        && mapping.entries().containsKey(key)
                ? mapping.entries().get(key).key()
                : owner.position();
    }

    private YamlPlace step(String step) {
        if (node instanceof YamlNode.Mapping mapping && mapping.entries().containsKey(step)) {
            YamlNode.Entry entry = mapping.entries().get(step);
            boolean single = entry.value() instanceof YamlNode.Scalar scalar && !scalar.absent();
            return new YamlPlace(entry.value(), single ? entry.value().position() : entry.key());
        }
        if (node instanceof YamlNode.Sequence sequence
                && step.matches("[0-9]{1,9}")
                && Integer.parseInt(step) < sequence.items().size()) {
            YamlNode item = sequence.items().get(Integer.parseInt(step));
            return new YamlPlace(item, item.position());
        }
        return this;
    }

    /** RFC 6901 clause 4. */
    static String unescaped(String step) {
        return step.replace("~1", "/").replace("~0", "~");
    }

    /** RFC 6901 clause 3. */
    static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }

    /** {@code /associations/0/local/port} as a person writes it: {@code associations[0].local.port}. */
    static String spoken(String pointer) {
        StringBuilder path = new StringBuilder();
        for (String step : pointer.split("/")) {
            if (step.matches("[0-9]+")) {
                path.append('[').append(step).append(']');
            } else if (!step.isEmpty()) {
                path.append(path.isEmpty() ? "" : ".").append(unescaped(step));
            }
        }
        return path.toString();
    }

    /** A message that begins with the name of what it is about. */
    static String about(String pointer, String message) {
        return pointer.isEmpty() ? message : spoken(pointer) + ": " + message;
    }
}
