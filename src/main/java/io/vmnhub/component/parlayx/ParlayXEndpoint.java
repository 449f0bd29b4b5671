// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.parlayx;

import io.vmnhub.exchange.HubFolder;
import io.vmnhub.http.PostContext;
import io.vmnhub.http.TargetKind;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.cxf.Bus;

/** Tell applications of short messages by SmsNotification.notifySmsReception of Parlay X 2.2. */
@UriEndpoint(
        firstVersion = "4.17.0",
        scheme = "parlayx",
        title = "Parlay X",
        syntax = "parlayx:target",
        producerOnly = true,
        category = {Category.HTTP, Category.MESSAGING})
public class ParlayXEndpoint extends DefaultEndpoint {

    @UriPath
    @Metadata(
            required = true,
            description = "Where to post, an absolute http or https URL without query; "
                    + "with the option url, a name of your own.")
    private final String target;

    @UriParam
    private final ParlayXConfiguration configuration = new ParlayXConfiguration();

    public ParlayXEndpoint(String uri, ParlayXComponent component, String target) {
        super(uri, component);
        this.target = target;
    }

    @Override
    public Producer createProducer() {
        return new ParlayXProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("parlayx: only delivers");
    }

    /** @throws IllegalArgumentException says which option is wrong, or which file cannot be used */
    void validate() {
        configuration.validate(name -> HubFolder.resolve(getCamelContext(), name));
    }

    /** @param bus CXF's, closed by who has made it */
    SmsNotificationSender sender(Bus bus) {
        return new SmsNotificationSender(
                bus,
                PostContext.of(getCamelContext()),
                new SmsNotificationSender.Service(
                        configuration.getUrl(),
                        TargetKind.SOAP,
                        "",
                        SoapVersion.of(configuration.getSoapVersion()),
                        configuration.errors()),
                configuration,
                name -> HubFolder.resolve(getCamelContext(), name));
    }

    public String getTarget() {
        return target;
    }

    public ParlayXConfiguration getConfiguration() {
        return configuration;
    }
}
