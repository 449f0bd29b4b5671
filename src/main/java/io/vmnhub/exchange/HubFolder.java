// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.exchange;

import java.nio.file.Path;
import org.apache.camel.CamelContext;

/**
 * Where files that connectors name are, when their names are relative: the hub's folder, wherever the hub was started
 * from.
 */
public final class HubFolder {

    /** The registry name of the folder, a {@link Path}; without it the working folder counts. */
    public static final String NAME = "hubFolder";

    private HubFolder() {}

    public static Path resolve(CamelContext context, String file) {
        Path folder = context.getRegistry().lookupByNameAndType(NAME, Path.class);
        return folder == null ? Path.of(file) : folder.resolve(file);
    }
}
