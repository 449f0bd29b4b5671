// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import java.util.List;
import java.util.stream.Collectors;

/** A file that cannot be used, with everything that is wrong in it. The message has one line per error. */
public final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Finding> errors;

    public ConfigException(List<Finding> errors) {
        super(errors.stream().map(Finding::toString).collect(Collectors.joining(System.lineSeparator())));
        this.errors = List.copyOf(errors);
    }

    /** At least one, in the order of their lines. */
    public List<Finding> errors() {
        return errors;
    }
}
