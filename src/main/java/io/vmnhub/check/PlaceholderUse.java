// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmnhub.config.YamlFile;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A <code>{{name}}</code> in a route file.
 *
 * @param name what stands in the braces
 * @param pointer JSON pointer of the value that holds it
 */
record PlaceholderUse(String name, String pointer) {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}]+)}}");

    /** All in a file; optional ones, <code>{{?name}}</code>, need not be set and are left out. */
    static List<PlaceholderUse> in(YamlFile file) {
        List<PlaceholderUse> uses = new ArrayList<>();
        collect(file.json(), "", uses);
        return uses;
    }

    private static void collect(JsonNode node, String pointer, List<PlaceholderUse> uses) {
        if (node.isTextual()) {
            Matcher matcher = PLACEHOLDER.matcher(node.asText());
            while (matcher.find()) {
                if (!matcher.group(1).startsWith("?")) {
                    uses.add(new PlaceholderUse(matcher.group(1).strip(), pointer));
                }
            }
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            collect(node.get(i), pointer + "/" + i, uses);
        }
        node.fields()
                .forEachRemaining(field -> collect(
                        field.getValue(),
                        pointer + "/" + field.getKey().replace("~", "~0").replace("/", "~1"),
                        uses));
    }
}
