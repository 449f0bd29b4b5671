// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** Deliver short messages to applications that have bound to the hub over SMPP. */
@UriEndpoint(
        firstVersion = "4.17.0",
        scheme = "smpp-server",
        title = "SMPP Server",
        syntax = "smpp-server:account",
        category = {Category.MESSAGING},
        producerOnly = true)
public class SmppServerEndpoint extends DefaultEndpoint {

    @UriPath
    @Metadata(required = true, description = "The account, by its system_id.")
    private final String account;

    public SmppServerEndpoint(String uri, SmppServerComponent component, String account) {
        super(uri, component);
        this.account = account;
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException(
                "smpp-server: only delivers; applications that send need another way in");
    }

    @Override
    public Producer createProducer() {
        return new SmppServerProducer(this);
    }

    @Override
    public SmppServerComponent getComponent() {
        return (SmppServerComponent) super.getComponent();
    }

    public String getAccount() {
        return account;
    }
}
