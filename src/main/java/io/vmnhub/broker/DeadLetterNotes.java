// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.broker;

import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.server.RoutingContext;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerPlugin;

/** Notes on what a reader has refused, on its way to the dead letters, the reason and the time. */
public final class DeadLetterNotes implements ActiveMQServerPlugin {

    static final SimpleString REFUSED_BY = SimpleString.of("vmnhub_refusedBy");

    private final Consumer<String> whenRefused;

    /** @param whenRefused gets the application of each message that a reader refuses */
    DeadLetterNotes(Consumer<String> whenRefused) {
        this.whenRefused = whenRefused;
    }

    @Override
    public void beforeMessageRoute(Message message, RoutingContext context, boolean direct, boolean rejectDuplicates) {
        String address = String.valueOf(message.getAddress());
        Object queue = message.getObjectProperty(Message.HDR_ORIGINAL_QUEUE);
        if (queue == null || !address.startsWith("dead.") || message.containsProperty("vmnhub_diedAt")) {
            return;
        }
        Object id = message.getObjectProperty(SimpleString.of("smsMessageId"));
        Object by = message.getObjectProperty(REFUSED_BY);
        message.putStringProperty("vmnhub_id", id == null ? String.valueOf(message.getMessageID()) : id.toString());
        message.putStringProperty(
                "vmnhub_reason",
                "its reader refused it (" + (by == null ? "AMQP rejected" : by) + ", queue " + queue + ")");
        message.putStringProperty(
                "vmnhub_refusedFrom", place(message.getObjectProperty(Message.HDR_ORIGINAL_ADDRESS), queue));
        message.putIntProperty("vmnhub_attempts", 1);
        message.putLongProperty("vmnhub_diedAt", System.currentTimeMillis());
        message.removeProperty(Message.HDR_DUPLICATE_DETECTION_ID.toString());
        whenRefused.accept(address.substring("dead.".length()));
    }

    private static String place(Object address, Object queue) {
        return address == null || address.equals(queue) ? queue.toString() : address + "::" + queue;
    }
}
