// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import io.vmnhub.api.rest.ApiSettings;
import io.vmnhub.api.soap.SoapSettings;
import io.vmnhub.numbering.MessagePolicy;
import java.util.Objects;
import java.util.Optional;

/**
 * What {@code applications.yaml} says of one application.
 *
 * @param messages in which form it gets its messages
 * @param api how it may use the REST interface; empty when it may not
 * @param soap how it may use the SOAP interfaces; empty when it may not
 */
public record ApplicationSettings(MessagePolicy messages, Optional<ApiSettings> api, Optional<SoapSettings> soap) {

    public ApplicationSettings {
        Objects.requireNonNull(messages, "messages");
        Objects.requireNonNull(api, "api");
        Objects.requireNonNull(soap, "soap");
    }

    /** Of an application that may not use REST and SOAP. */
    public ApplicationSettings(MessagePolicy messages) {
        this(messages, Optional.empty(), Optional.empty());
    }
}
