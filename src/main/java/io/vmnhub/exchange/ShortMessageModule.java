// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.exchange;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.vmnhub.sms.ShortMessage;

/**
 * Teaches Jackson the JSON form of a {@link ShortMessage}: the contract that {@code docs/message.md} describes and
 * {@code schema/short-message.schema.json} (on the class path) defines. What is written can be read back.
 */
public final class ShortMessageModule extends SimpleModule {

    private static final long serialVersionUID = 1L;

    /** Where the JSON Schema is on the class path. */
    public static final String SCHEMA = "/schema/short-message.schema.json";

    public ShortMessageModule() {
        super("short-message");
        addSerializer(ShortMessage.class, new ShortMessageSerializer());
        addDeserializer(ShortMessage.class, new ShortMessageDeserializer());
    }

    /** A mapper that has this module and Jackson's defaults otherwise. */
    public static ObjectMapper objectMapper() {
        return new ObjectMapper().registerModule(new ShortMessageModule());
    }
}
