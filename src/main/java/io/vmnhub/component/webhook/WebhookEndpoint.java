// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.webhook;

import io.vmnhub.exchange.HubFolder;
import io.vmnhub.http.PostSettings;
import java.io.IOException;
import java.nio.file.Files;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** Post short messages to an HTTP server, whose answer confirms them. */
@UriEndpoint(
        firstVersion = "4.17.0",
        scheme = "sms-webhook",
        title = "SMS Webhook",
        syntax = "sms-webhook:target",
        producerOnly = true,
        category = {Category.HTTP, Category.MESSAGING})
public class WebhookEndpoint extends DefaultEndpoint {

    @UriPath
    @Metadata(
            required = true,
            description = "Where to post, an absolute http or https URL without query; "
                    + "with the option url, a name of your own.")
    private final String target;

    @UriParam
    private final WebhookConfiguration configuration = new WebhookConfiguration();

    public WebhookEndpoint(String uri, WebhookComponent component, String target) {
        super(uri, component);
        this.target = target;
    }

    @Override
    public Producer createProducer() {
        return new WebhookProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("sms-webhook: only delivers");
    }

    /** @throws Exception says which option is wrong, or which file cannot be used */
    void validate() throws Exception {
        configuration.validate();
        settings();
        body();
    }

    PostSettings settings() {
        return configuration.settings(name -> HubFolder.resolve(getCamelContext(), name));
    }

    /** Writes messages in the format; reads the template as it is now. */
    WebhookBody body() throws IOException {
        WebhookFormat format = configuration.format();
        return new WebhookBody(
                format,
                configuration.getSource(),
                format == WebhookFormat.TEMPLATE
                        ? new MessageTemplate(
                                Files.readString(HubFolder.resolve(getCamelContext(), configuration.getTemplate())),
                                messageContentType(),
                                WebhookBody.fields())
                        : null);
    }

    String messageContentType() {
        return configuration.getContentType().isEmpty()
                ? configuration.format().contentType()
                : configuration.getContentType();
    }

    public String getTarget() {
        return target;
    }

    public WebhookConfiguration getConfiguration() {
        return configuration;
    }
}
