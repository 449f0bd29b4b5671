// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.http;

/** The HTTP port for applications, which opens when something listens at it. In Camel's registry by its type. */
public interface ApplicationPort {

    /**
     * Opens the port unless it is open; it listens when everything else runs.
     *
     * @throws IllegalArgumentException when the configuration does not allow it
     */
    void open();
}
