// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.api.soap;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.dom.DOMSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** A SOAP message for tests: written by hand, and read by the JDK's own parser. */
record Envelope(String xml, String contentType) {

    private static final String SOAP_1_1 = "http://schemas.xmlsoap.org/soap/envelope/";
    private static final String SOAP_1_2 = "http://www.w3.org/2003/05/soap-envelope";
    private static final String WSSE =
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
    private static final String WSU =
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
    private static final String TOKEN_PROFILE =
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#";

    static Envelope soap11(String header, String body) {
        return new Envelope(
                "<s:Envelope xmlns:s='" + SOAP_1_1 + "'><s:Header>" + header + "</s:Header><s:Body>" + body
                        + "</s:Body></s:Envelope>",
                "text/xml;charset=UTF-8");
    }

    static Envelope soap12(String header, String body) {
        return new Envelope(
                soap11(header, body).xml().replace(SOAP_1_1, SOAP_1_2),
                "application/soap+xml;charset=UTF-8;action=\"\"");
    }

    static Envelope getReceivedSms(String registration) {
        return soap11("", receive(registration));
    }

    static String receive(String registration) {
        return "<r:getReceivedSms xmlns:r='" + ReceiveSms.NAMESPACE + "'><r:registrationIdentifier>" + registration
                + "</r:registrationIdentifier></r:getReceivedSms>";
    }

    static Envelope start(String endpoint, String interfaceName, String correlator, String number, String criteria) {
        return soap11(
                "",
                "<m:startSmsNotification xmlns:m='" + SmsNotificationManager.NAMESPACE + "'><m:reference><endpoint>"
                        + endpoint
                        + "</endpoint><interfaceName>" + interfaceName + "</interfaceName><correlator>" + correlator
                        + "</correlator></m:reference>"
                        + "<m:smsServiceActivationNumber>" + number + "</m:smsServiceActivationNumber>"
                        + (criteria == null ? "" : "<m:criteria>" + criteria + "</m:criteria>")
                        + "</m:startSmsNotification>");
    }

    static Envelope stop(String correlator) {
        return soap11(
                "",
                "<m:stopSmsNotification xmlns:m='" + SmsNotificationManager.NAMESPACE + "'><m:correlator>" + correlator
                        + "</m:correlator></m:stopSmsNotification>");
    }

    /** A security header. @param type PasswordText or PasswordDigest */
    static String token(String username, String type, String password, String more) {
        return "<w:Security xmlns:w='" + WSSE + "' xmlns:u='" + WSU
                + "' s:mustUnderstand='1'><w:UsernameToken><w:Username>" + username
                + "</w:Username><w:Password Type='" + TOKEN_PROFILE + type + "'>" + password + "</w:Password>" + more
                + "</w:UsernameToken></w:Security>";
    }

    static Document document(String xml) throws Exception {
        DocumentBuilderFactory documents = DocumentBuilderFactory.newInstance(
                "com.sun.org.apache.xerces.internal.jaxp.DocumentBuilderFactoryImpl", null);
        documents.setNamespaceAware(true);
        return documents.newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
    }

    /** The element in the body; when it is one of Parlay X it is valid by our schemas, and so is what a fault holds. */
    static Element body(String xml) throws Exception {
        Element body = children((Element) document(xml).getDocumentElement()).stream()
                .filter(one -> "Body".equals(one.getLocalName()))
                .findFirst()
                .orElseThrow();
        Element content = children(body).get(0);
        if (!"Fault".equals(content.getLocalName())) {
            WsdlSchemas.all().newValidator().validate(new DOMSource(content));
        }
        return content;
    }

    static List<Element> children(Element parent) {
        List<Element> elements = new ArrayList<>();
        for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element) {
                elements.add(element);
            }
        }
        return elements;
    }

    static List<String> texts(Element within, String name) {
        List<String> texts = new ArrayList<>();
        NodeList found = within.getElementsByTagNameNS("*", name);
        for (int i = 0; i < found.getLength(); i++) {
            texts.add(found.item(i).getTextContent());
        }
        return texts;
    }

    /** The refusal in a fault, as {@code ServiceException SVC0002 [variables]}. */
    static String refusal(String xml) throws Exception {
        Element fault = body(xml);
        NodeList details = fault.getElementsByTagNameNS("http://www.csapi.org/schema/parlayx/common/v2_1", "*");
        if (!"Fault".equals(fault.getLocalName()) || details.getLength() != 1) {
            return "no refusal in " + xml;
        }
        Element exception = (Element) details.item(0);
        WsdlSchemas.all().newValidator().validate(new DOMSource(exception));
        return exception.getLocalName() + " " + texts(exception, "messageId").get(0) + " "
                + texts(exception, "variables");
    }
}
