package io.vmnhub.northbound.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class MessageTemplateTest {

    private static String fill(String template, String contentType, String text) throws Exception {
        JsonNode message = new ObjectMapper().createObjectNode().put("text", text).put("dataCodingScheme", 8).putNull("messageClass")
                .set("concatenation", new ObjectMapper().readTree("{\"total\":3}"));
        return new MessageTemplate(template, contentType, WebhookBody.fields()).fill(message);
    }

    @Test
    void aTextCannotLeaveItsPlaceInJson() throws Exception {
        String filled = fill("{\"t\": \"${text}\", \"dcs\": ${dataCodingScheme}}", "application/json", "a\"},{\"x\":\"\\ \n ${from} é");
        assertThat(new ObjectMapper().readTree(filled).get("t").asText()).isEqualTo("a\"},{\"x\":\"\\ \n ${from} é");
    }

    @Test
    void aWholeJsonValueIsGivenOnRequest() throws Exception {
        assertThat(fill("[${json:text}, ${json:messageClass}, ${json:concatenation}]", "application/json", "a\"b"))
                .isEqualTo("[\"a\\\"b\", null, {\"total\":3}]");
    }

    @Test
    void aTextCannotLeaveItsPlaceInXml() throws Exception {
        assertThat(fill("<sms text='${text}'/>", "text/xml", "<a>&'\"\u0007")).isEqualTo("<sms text='&lt;a&gt;&amp;&#39;&quot;\uFFFD'/>");
    }

    @Test
    void whatXmlWouldChangeOrCannotHoldIsWrittenSoThatItArrives() throws Exception {
        assertThat(fill("<t>${text}</t>", "application/xml", "a\r\nb\uD83D\uDE00\uD83D")).isEqualTo("<t>a&#13;\nb\uD83D\uDE00\uFFFD</t>");
    }

    @Test
    void aTextCannotLeaveItsPlaceInAForm() throws Exception {
        assertThat(fill("t=${text}&n=${concatenation.total}", "application/x-www-form-urlencoded", "a&b=c d")).isEqualTo("t=a%26b%3Dc+d&n=3");
    }

    @Test
    void whatIsNotThereBecomesNothing() throws Exception {
        assertThat(fill("${messageClass}|${serviceCentreTimestamp}|${text}", "text/plain", "<a>")).isEqualTo("||<a>");
    }

    @Test
    void aFieldThatDoesNotExistIsRefused() {
        assertThatThrownBy(() -> fill("${txet}", "text/plain", "")).hasMessageContaining("${txet}").hasMessageContaining("serviceCentreAddress, ");
    }
}
