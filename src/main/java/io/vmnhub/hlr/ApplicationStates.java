// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.hlr;

/** Knows whether applications can receive. Thread-safe; asked for every query, so it must not block. */
@FunctionalInterface
public interface ApplicationStates {

    /** Nobody is ever known to be away. */
    ApplicationStates UNKNOWN = application -> ApplicationState.READY;

    /** Whether the application can receive now. */
    ApplicationState of(String application);
}
