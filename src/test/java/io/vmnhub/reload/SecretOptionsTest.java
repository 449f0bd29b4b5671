// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.reload;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.config.HubHome;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.util.URISupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Options of connectors that hold secrets under names which Camel does not know. */
class SecretOptionsTest {

    @Test
    void propertiesOfKameletsWithFormatPasswordAreMasked(@TempDir Path folder) throws Exception {
        for (String name : new String[] {"config", "routes", "connectors"}) {
            Files.createDirectory(folder.resolve(name));
        }
        Files.writeString(folder.resolve("connectors/pager-sink.kamelet.yaml"), """
                metadata: {name: pager-sink}
                spec:
                  definition:
                    properties:
                      pagerPin: {type: string, format: password}
                      doorCode: {type: string, x-descriptors: ["urn:camel:group:credentials"]}
                      number: {type: string}
                      password: {type: string, format: password}
                """);
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.getCamelContextExtension().setAdditionalSensitiveKeywords("mine");
            SecretOptions.mask(context, HubHome.of(folder));
            assertThat(context.getCamelContextExtension().getAdditionalSensitiveKeywords())
                    .isEqualTo("doorCode,mine,pagerPin");
            assertThat(URISupport.sanitizeUri("kamelet:pager-sink?number=7&pagerPin=1234"))
                    .isEqualTo("kamelet:pager-sink?number=7&pagerPin=xxxxxx");
        }
    }

    @Test
    void optionsOfComponentsThatAreSecretAreMasked() throws Exception {
        assertThat(SecretOptions.ofComponent("""
                {"componentProperties": {"pin": {"secret": true}, "host": {"secret": false}},
                 "properties": {"unlock": {"secret": true}, "accessKey": {"secret": true}}}""")).containsExactlyInAnyOrder("pin", "unlock");
        assertThat(SecretOptions.ofComponent(null)).isEmpty();
    }
}
