// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.exchange;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.camel.CamelContext;
import org.apache.camel.model.RedeliveryPolicyDefinition;
import org.apache.camel.model.errorhandler.DefaultErrorHandlerDefinition;

/**
 * Makes a Camel context know short messages; to be called before its routes are loaded.
 *
 * <ul>
 *   <li>An {@link ObjectMapper} that writes and reads its JSON form is bound as {@value #OBJECT_MAPPER}; Camel's
 *       Jackson data format takes it when {@code camel.dataformat.jackson.auto-discover-object-mapper=true}.
 *   <li>A failure in a route is logged by Camel's error handler at DEBUG only, without its stack trace: whoever answers
 *       the network logs it, in one line. {@code onException} and redelivery work as ever.
 * </ul>
 */
public final class ShortMessageSupport {

    /** The registry name of the {@link ObjectMapper}. */
    public static final String OBJECT_MAPPER = "shortMessageObjectMapper";

    private ShortMessageSupport() {}

    /** Registers everything above with {@code context}. */
    public static void register(CamelContext context) {
        context.getRegistry().bind(OBJECT_MAPPER, ObjectMapper.class, ShortMessageModule.objectMapper());
        context.getCamelContextExtension().setErrorHandlerFactory(quietErrorHandler());
        context.getCamelContextExtension().setHeadersMapFactory(new HeaderMaps());
    }

    private static DefaultErrorHandlerDefinition quietErrorHandler() {
        RedeliveryPolicyDefinition policy = new RedeliveryPolicyDefinition();
        policy.setRetriesExhaustedLogLevel("DEBUG");
        policy.setLogExhaustedMessageHistory("false");
        policy.setLogStackTrace("false");
        DefaultErrorHandlerDefinition handler = new DefaultErrorHandlerDefinition();
        handler.setLevel("DEBUG");
        handler.setRedeliveryPolicy(policy);
        return handler;
    }
}
