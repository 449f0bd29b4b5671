// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import java.util.Optional;

/** The hub's properties as they are now: those of the start until changed ones are taken. Thread-safe. */
public final class LiveProperties {

    private final HubProperties started;
    private volatile HubProperties current;

    public LiveProperties(HubProperties started) {
        this.started = started;
        current = started;
    }

    /** Those that the hub started with. */
    public HubProperties started() {
        return started;
    }

    public HubProperties current() {
        return current;
    }

    public void become(HubProperties changed) {
        current = changed;
    }

    public Optional<String> get(String key) {
        return current.get(key);
    }
}
