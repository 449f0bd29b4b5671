// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.fanout;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.util.URISupport;

/**
 * Sinks as a Kamelet's property lists them: {@code scheme:name}, separated by blanks, none twice. Parameters are
 * refused, because Camel cuts a list at the first ampersand and joins its lines: a sink could be lost without a word.
 */
public final class SinkList {

    private static final Pattern SINK = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:[^:?&=\\s]+");

    private final String action;
    private final CamelContext context;
    private final Set<String> seen = new HashSet<>();

    /** @param action what errors begin with */
    SinkList(String action, CamelContext context) {
        this.action = action;
        this.context = context;
    }

    /** Whether {@code uri} is a sink as a list may name it. */
    public static boolean isSink(String uri) {
        return SINK.matcher(uri).matches();
    }

    /** A list as the Kamelet's properties hold it. */
    public static List<String> split(String uris) {
        return uris == null || uris.isBlank() ? List.of() : List.of(uris.trim().split("\\s+"));
    }

    /**
     * The sinks of a list, not yet started.
     *
     * @throws IllegalArgumentException when one is none, is not there, or was in a list before
     */
    List<SinkBranch> branches(List<String> uris) {
        List<SinkBranch> branches = new ArrayList<>();
        for (String uri : uris) {
            if (!isSink(uri)) {
                throw new IllegalArgumentException(action + ": " + URISupport.sanitizeUri(uri)
                        + " is not a sink as scheme:name; separate sinks by blanks, and give one with parameters a "
                        + "route of its own, direct:name");
            }
            if (uri.startsWith("direct:") && !hasRoute(uri)) {
                throw new IllegalArgumentException(action + ": no route begins with " + uri);
            }
            if (!seen.add(uri)) {
                throw new IllegalArgumentException(
                        action + ": " + uri + " is listed twice, and would get each message twice");
            }
            branches.add(new SinkBranch(context, uri));
        }
        return List.copyOf(branches);
    }

    private boolean hasRoute(String uri) {
        return ((ModelCamelContext) context)
                .getRouteDefinitions().stream()
                        .map(route -> route.getInput().getEndpointUri().replace("://", ":"))
                        .anyMatch(uri::equals);
    }
}
