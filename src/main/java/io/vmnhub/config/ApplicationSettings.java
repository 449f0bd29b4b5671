package io.vmnhub.config;

import io.vmnhub.northbound.messages.MessageSettings;
import java.util.Objects;

/**
 * What {@code applications.yaml} says of one application.
 *
 * @param messages in which form it gets its messages
 */
public record ApplicationSettings(MessageSettings messages) {

    public ApplicationSettings {
        Objects.requireNonNull(messages, "messages");
    }
}
