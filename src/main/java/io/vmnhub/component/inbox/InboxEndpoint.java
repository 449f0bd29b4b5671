// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.inbox;

import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** Store short messages in the hub's database, where their applications fetch them. */
@UriEndpoint(
        firstVersion = "4.17.0",
        scheme = "inbox",
        title = "Inbox",
        syntax = "inbox:application",
        producerOnly = true,
        category = {Category.MESSAGING})
public class InboxEndpoint extends DefaultEndpoint {

    @UriPath
    @Metadata(required = true, description = "Whose inbox it is; / for that of the application that owns the number.")
    private final String application;

    public InboxEndpoint(String uri, InboxComponent component, String application) {
        super(uri, component);
        this.application = application.replaceFirst("^/+", "").strip();
    }

    @Override
    public Producer createProducer() {
        return new InboxProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("inbox: only stores; applications fetch by REST or SOAP");
    }

    public String getApplication() {
        return application;
    }
}
