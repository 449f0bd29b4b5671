// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class XmlTextTest {

    @Test
    void everyCharacterThatAMessageCanHoldMakesADocumentThatParses() throws Exception {
        StringBuilder all = new StringBuilder();
        for (int c = 0; c <= 0xFFFF; c++) {
            all.append((char) c).append(' ');
        }
        String text = XmlText.of(all.append("\uD83D\uDE00").toString());
        String escaped = text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\r", "&#13;");
        String parsed = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader("<m>" + escaped + "</m>")))
                .getDocumentElement()
                .getTextContent();
        assertThat(parsed).isEqualTo(text).endsWith("\uD83D\uDE00");
    }

    @Test
    void onlyWhatMayNotStandIsReplaced() {
        assertThat(XmlText.of("A\0\u001B\uFFFF\uD83D\t\r\n\u0085é"))
                .isEqualTo("A\uFFFD\uFFFD\uFFFD\uFFFD\t\r\n\u0085é");
        String plain = "no change, no copy";
        assertThat(XmlText.of(plain)).isSameAs(plain);
    }
}
