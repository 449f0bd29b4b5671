// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.webhook;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmnhub.exchange.HubFolder;
import io.vmnhub.exchange.ShortMessageModule;
import io.vmnhub.exchange.SmsConstants;
import io.vmnhub.sms.ShortMessage;
import java.nio.file.Files;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.support.AsyncProcessorSupport;

/**
 * Replaces the message by a text made of it, for systems that want a form of their own: the processor of
 * {@code kamelet:template-action}.
 */
public final class TemplateAction extends AsyncProcessorSupport implements CamelContextAware {

    private final ObjectMapper mapper = ShortMessageModule.objectMapper();
    private CamelContext camelContext;
    private String file = "";
    private String contentType = "application/xml";
    private MessageTemplate template;

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            ObjectNode fields = mapper.valueToTree(exchange.getMessage().getMandatoryBody(ShortMessage.class));
            exchange.getMessage()
                    .setBody(template.fill(fields.put(
                            "application",
                            exchange.getMessage().getHeader(SmsConstants.APPLICATION, "", String.class))));
        } catch (InvalidPayloadException e) {
            exchange.setException(e);
        }
        callback.done(true);
        return true;
    }

    @Override
    protected void doStart() throws Exception {
        template = new MessageTemplate(
                Files.readString(HubFolder.resolve(camelContext, file)), contentType, WebhookBody.fields());
    }

    /** The file with the template; relative names begin at the hub's folder. */
    public void setTemplate(String template) {
        file = template.trim();
    }

    /** What is made, and so how values are escaped. */
    public void setContentType(String contentType) {
        this.contentType = contentType.trim();
    }

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
    }
}
