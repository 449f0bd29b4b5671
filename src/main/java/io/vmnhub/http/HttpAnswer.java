// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.http;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

/**
 * A complete HTTP answer.
 *
 * @param body empty when it was not to be kept
 */
public record HttpAnswer(int status, MultiMap headers, Buffer body) {

    public boolean ok() {
        return status >= 200 && status <= 299;
    }
}
