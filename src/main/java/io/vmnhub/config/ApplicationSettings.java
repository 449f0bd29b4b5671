package io.vmnhub.config;

import io.vmnhub.northbound.messages.MessageSettings;
import io.vmnhub.northbound.rest.ApiSettings;
import java.util.Objects;
import java.util.Optional;

/**
 * What {@code applications.yaml} says of one application.
 *
 * @param messages in which form it gets its messages
 * @param api      how it may use the REST interface; empty when it may not
 */
public record ApplicationSettings(MessageSettings messages, Optional<ApiSettings> api) {

    public ApplicationSettings {
        Objects.requireNonNull(messages, "messages");
        Objects.requireNonNull(api, "api");
    }

    /** Of an application that may not use the REST interface. */
    public ApplicationSettings(MessageSettings messages) {
        this(messages, Optional.empty());
    }
}
