// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.ss7map;

import io.vmnhub.ss7.MapAnswer;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Exchange;

/**
 * Hears how each message for delivery ends, before the SMSC does, and may have it told otherwise. Found in the registry
 * by its type. It is called on threads that end routes: it must not block.
 */
public interface DeliveryListener {

    /**
     * A message's route has ended.
     *
     * @param answer what it means to the SMSC
     * @return the answer to send, when it may be sent; the given one when it ends otherwise. The deadline sends its own
     *     in any case
     */
    CompletionStage<MapAnswer> ended(Exchange exchange, MapAnswer answer);
}
