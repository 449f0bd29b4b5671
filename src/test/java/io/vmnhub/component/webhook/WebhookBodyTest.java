// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmnhub.contract.Messages;
import io.vmnhub.sms.ShortMessage;
import io.vmnhub.sms.StatusReport;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WebhookBodyTest {

    private static final ShortMessage REPORT =
            Messages.statusReport(new StatusReport(7, 0x46, Optional.empty(), false));

    private static JsonNode json(WebhookFormat format, ShortMessage message) throws Exception {
        return new ObjectMapper().readTree(new WebhookBody(format, "/vmn", null).of(message, "demo"));
    }

    @Test
    void anEventIsKnownByTheMessagesIdentityHoweverOftenItComes() throws Exception {
        JsonNode event = json(WebhookFormat.CLOUDEVENTS, Messages.hello());
        assertThat(event.path("id").textValue()).isEqualTo(Messages.IDENTITY.toString());
        assertThat(event.path("type").textValue()).isEqualTo("io.vmnhub.sms.received");
        assertThat(event.path("data").path("id").textValue())
                .isEqualTo(Messages.hello().id());
        assertThat(new String(
                        new WebhookBody(WebhookFormat.FORM, "/vmn", null).of(Messages.hello(), "demo"),
                        StandardCharsets.UTF_8))
                .startsWith("MessageSid=" + Messages.IDENTITY + "&");
    }

    @Test
    void aStatusReportIsAnEventOfItsOwnType() throws Exception {
        assertThat(json(WebhookFormat.CLOUDEVENTS, REPORT).path("type").textValue())
                .isEqualTo("io.vmnhub.sms.status-report");
        assertThat(json(WebhookFormat.EVENT, REPORT).path("type").textValue()).isEqualTo("sms.status-report");
        assertThat(json(WebhookFormat.EVENT, Messages.hello()).path("type").textValue())
                .isEqualTo("sms.received");
        assertThat(json(WebhookFormat.MESSAGE, REPORT).path("kind").textValue()).isEqualTo("status-report");
    }

    @Test
    void aFormSaysWhatAStatusReportReports() throws Exception {
        assertThat(new String(
                        new WebhookBody(WebhookFormat.FORM, "/vmn", null).of(REPORT, "demo"), StandardCharsets.UTF_8))
                .contains("&Body=&Kind=status-report&MessageReference=7&Status=70&Outcome=permanentError");
    }
}
