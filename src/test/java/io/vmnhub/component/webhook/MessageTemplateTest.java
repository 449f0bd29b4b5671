// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageTemplateTest {

    private static String fill(String template, String contentType, String text) throws Exception {
        JsonNode message = new ObjectMapper()
                .createObjectNode()
                .put("text", text)
                .put("dataCodingScheme", 8)
                .putNull("messageClass")
                .set("concatenation", new ObjectMapper().readTree("{\"total\":3}"));
        return new MessageTemplate(template, contentType, WebhookBody.fields()).fill(message);
    }

    @Test
    void aTextCannotLeaveItsPlaceInJson() throws Exception {
        String filled = fill(
                "{\"t\": \"${text}\", \"dcs\": ${dataCodingScheme}}",
                "application/json",
                "a\"},{\"x\":\"\\ \n ${from} é");
        assertThat(new ObjectMapper().readTree(filled).get("t").asText()).isEqualTo("a\"},{\"x\":\"\\ \n ${from} é");
    }

    @Test
    void aWholeJsonValueIsGivenOnRequest() throws Exception {
        assertThat(fill("[${json:text}, ${json:messageClass}, ${json:concatenation}]", "application/json", "a\"b"))
                .isEqualTo("[\"a\\\"b\", null, {\"total\":3}]");
    }

    @Test
    void aTextCannotLeaveItsPlaceInXml() throws Exception {
        assertThat(fill("<sms text='${text}'/>", "text/xml", "<a>&'\"\u0007"))
                .isEqualTo("<sms text='&lt;a&gt;&amp;&#39;&quot;\uFFFD'/>");
    }

    @Test
    void whatXmlWouldChangeOrCannotHoldIsWrittenSoThatItArrives() throws Exception {
        assertThat(fill("<t>${text}</t>", "application/xml", "a\r\nb\uD83D\uDE00\uD83D"))
                .isEqualTo("<t>a&#13;\nb\uD83D\uDE00\uFFFD</t>");
    }

    @Test
    void aTextCannotLeaveItsPlaceInAForm() throws Exception {
        assertThat(fill("t=${text}&n=${concatenation.total}", "application/x-www-form-urlencoded", "a&b=c d"))
                .isEqualTo("t=a%26b%3Dc+d&n=3");
    }

    @Test
    void aTextCannotMakeARowOrAFormulaInCsv() throws Exception {
        assertThat(fill("to,${text},\"${text}\",\"SMS: ${text}\"\r\n", "text/csv; charset=utf-8", "a\",\r\n=1"))
                .isEqualTo("to,\"a\"\",\r\n=1\",\"a\"\",\r\n=1\",\"SMS: a\"\",\r\n=1\"\r\n");
        for (String formula : List.of("=HYPERLINK(\"http://x\")", "+1", "-1", "@SUM(1)", "\t=1", " =1", "\uFF1D1")) {
            String filled = fill("${text},\"${text}\"", "text/csv", formula);
            assertThat(filled).as(formula).matches("(?s)\"?'.*,\"'.*");
            assertThat(fill("\"x${text}\"", "text/csv", formula)).doesNotContain("'");
        }
        assertThat(fill("${text};${dataCodingScheme}", "text/csv", "plain")).isEqualTo("plain;8");
    }

    @Test
    void aValueBesideOtherTextInAFieldOfCsvNeedsQuotes() {
        assertThatThrownBy(() -> fill("from ${text},x", "text/csv", ""))
                .hasMessageContaining("put quotes around the field");
        assertThatThrownBy(() -> fill("${text}${text}", "text/csv", ""))
                .hasMessageContaining("put quotes around the field");
    }

    @Test
    void aTextCannotMakeALineInPlainText() throws Exception {
        assertThat(fill("1 ${text}\n2", "text/plain", "a\r\nERROR b\u2028c\u001B[2Jd\u0085e"))
                .isEqualTo("1 a ERROR b c [2Jd e\n2");
        assertThat(fill("${raw:text}", "text/plain", "a\nb")).isEqualTo("a\nb");
    }

    @Test
    void aWholeJsonValueCannotLeaveItsPlaceEither() throws Exception {
        assertThat(fill("<j>${json:text}</j>", "text/xml", "<a>\"")).isEqualTo("<j>&quot;&lt;a&gt;\\&quot;&quot;</j>");
        assertThat(fill("j=${json:text}", "application/x-www-form-urlencoded", "a&b"))
                .isEqualTo("j=%22a%26b%22");
    }

    @Test
    void aContentTypeOfWhichNobodyKnowsHowToEscapeIsRefusedUnlessTheTemplateSaysSo() throws Exception {
        assertThatThrownBy(() -> fill("t: ${text}", "text/yaml", ""))
                .hasMessageContaining("text/yaml is not known")
                .hasMessageContaining("${raw:text}");
        assertThat(fill("t: ${raw:text}", "text/yaml", "<a>")).isEqualTo("t: <a>");
    }

    @Test
    void whatIsNotThereBecomesNothing() throws Exception {
        assertThat(fill("${messageClass}|${serviceCentreTimestamp}|${text}", "text/plain", "<a>"))
                .isEqualTo("||<a>");
    }

    @Test
    void aFieldThatDoesNotExistIsRefused() {
        assertThatThrownBy(() -> fill("${txet}", "text/plain", ""))
                .hasMessageContaining("${txet}")
                .hasMessageContaining("serviceCentreAddress, ");
    }
}
