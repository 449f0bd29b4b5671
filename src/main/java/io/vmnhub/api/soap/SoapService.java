// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.api.soap;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** Answers the operations of one port type. */
interface SoapService {

    /**
     * Does not block. What it refuses it refuses with a {@link ParlayException}, thrown or as the stage's failure.
     *
     * @param caller whom the call comes from
     * @param operation its name in the port type
     * @param arguments as the port type has them; null for what was left out
     */
    CompletionStage<?> answer(SoapCall call, SoapCaller caller, String operation, List<?> arguments);
}
