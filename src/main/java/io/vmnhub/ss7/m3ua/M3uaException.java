// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7.m3ua;

import io.vmnhub.ss7.m3ua.M3uaMessage.Parameter;
import java.util.List;

/** A message that is answered with an Error (RFC 4666 clause 3.8.1). */
final class M3uaException extends Exception {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final transient List<Parameter> parameters;

    /**
     * @param parameters what the Error repeats of the message: its routing contexts, network appearance or point codes
     */
    M3uaException(ErrorCode code, Parameter... parameters) {
        super(code.toString());
        this.code = code;
        this.parameters = List.of(parameters);
    }

    ErrorCode code() {
        return code;
    }

    List<Parameter> parameters() {
        return parameters;
    }
}
