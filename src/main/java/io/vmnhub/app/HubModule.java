// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.vmnhub.config.ConfigFolder;
import io.vmnhub.config.HubHome;
import io.vmnhub.config.HubProperties;
import io.vmnhub.config.LiveFiles;
import io.vmnhub.numbering.NumberPlan;
import io.vmnhub.ss7.api.Ss7Settings;
import org.apache.camel.CamelContext;

/**
 * A feature that joins the hub: it binds its beans and components before the routes are loaded, and closes what it has
 * opened after they have stopped. Parts are listed in {@link Hub#parts()}, in the order in which they join; they close
 * in the opposite order.
 */
public interface HubModule extends AutoCloseable {

    /** Called once, before routes are loaded. */
    void join(CamelContext context, HubContext hub) throws Exception;

    /** Called once, after the routes have stopped; also when the hub did not start. */
    @Override
    default void close() {}

    /**
     * What a part finds when it joins.
     *
     * @param live where parts add the files that they read again while the hub runs
     * @param listening false when the hub is only looked at ({@code vmn-hub check}): nothing may listen, connect or be
     *     written then
     */
    record HubContext(
            HubHome home,
            HubProperties properties,
            ConfigFolder config,
            Ss7Settings settings,
            NumberPlan numbers,
            MeterRegistry metrics,
            LiveFiles live,
            boolean listening) {}
}
