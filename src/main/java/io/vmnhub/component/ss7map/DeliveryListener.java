// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.ss7map;

import io.vmnhub.ss7.MapAnswer;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Exchange;

/**
 * Hears how each message for delivery ends, before the SMSC does. Found in the registry by its type. It is called on
 * threads that end routes: it must not block.
 */
public interface DeliveryListener {

    /**
     * A message's route has ended.
     *
     * @return when it ends, well or not, the answer is sent; the deadline sends its own in any case
     */
    CompletionStage<Void> ended(Exchange exchange, MapAnswer answer);
}
