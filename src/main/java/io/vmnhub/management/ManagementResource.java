// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management;

import io.vertx.ext.web.Router;

/**
 * Something that operators can see or change over the management interface. Bound in Camel's registry under any name,
 * it is found when the hub starts; its paths belong into {@code openapi/management.json}.
 */
public interface ManagementResource {

    /**
     * Adds its handlers to the router of {@code /manage/v1}. Requests that reach them are authenticated and written to
     * the audit log, and have a body of at most 64 KiB; handlers run on an event loop and must not block. What a
     * handler throws or fails with is answered as problem details: {@link io.vmnhub.api.rest.ProblemException} as it
     * says, everything else as 503.
     */
    void mount(Router router);
}
