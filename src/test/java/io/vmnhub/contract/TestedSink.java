// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.contract;

import java.util.Collection;
import java.util.List;

/**
 * A way out, and the application behind it, as {@link SinkContract} drives them. It is opened once for a test class.
 */
public interface TestedSink extends AutoCloseable {

    /** The route through the sink that waits for the application for at least half a minute. */
    String PATIENT = "direct:patient";

    /** The route through the sink that waits for a second, or as little as the sink can. */
    String HASTY = "direct:hasty";

    /** Starts the hub, with the routes {@link #PATIENT} and {@link #HASTY}, and the application. */
    void open() throws Exception;

    /** The hub that {@link #open} has started. */
    ConnectorHub hub();

    /** The application is there and takes whatever comes. What it held it answers now. */
    void confirm() throws Exception;

    /** The application is away: it cannot be reached. */
    void leave() throws Exception;

    /** The application can be reached again, and takes whatever comes. */
    void comeBack() throws Exception;

    /**
     * The texts of all messages that the application has taken since {@link #open}, in any order, each as often as it
     * was taken.
     */
    Collection<String> taken() throws Exception;

    /** What the sink or its application refuses, and with which error. */
    default List<Refusal> refusals() {
        return List.of();
    }

    /** The MAP error while the application is away. */
    default String awayError() {
        return "systemFailure";
    }

    /**
     * Whether a message that comes again is dropped by its identity. Otherwise the application takes it twice, and can
     * know it by the identity.
     */
    default boolean dropsRepeats() {
        return false;
    }
}
