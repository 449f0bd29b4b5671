// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.inbound;

import org.apache.camel.spi.Metadata;

/** Headers that screening sets for the routes after it. */
public final class ScreeningConstants {

    @Metadata(description = "What the lists say of the SMSC", javaType = "String", enums = "white,gray,unlisted,black")
    public static final String LIST = "CamelSmsScreeningList";

    @Metadata(
            description = "The tags of rules and checks that hold, separated by blanks; missing when there are none",
            javaType = "String")
    public static final String TAGS = "CamelSmsScreeningTags";

    @Metadata(
            description = "The rule that let the message pass or diverted it; missing when none did",
            javaType = "String")
    public static final String RULE = "CamelSmsScreeningRule";

    private ScreeningConstants() {}
}
