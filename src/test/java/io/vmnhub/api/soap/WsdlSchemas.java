// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.api.soap;

import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.Source;
import javax.xml.transform.dom.DOMSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The schemas in our WSDLs, for tests to validate bytes against, by the JDK's own validator. */
public final class WsdlSchemas {

    private static final List<String> INTERFACES = List.of(
            "parlayx_common_faults_2_0.wsdl",
            "parlayx_sms_receive_interface_2_2.wsdl",
            "parlayx_sms_notification_interface_2_2.wsdl",
            "parlayx_sms_notification_manager_interface_2_3.wsdl");

    private WsdlSchemas() {}

    public static Schema all() throws SAXException, IOException, ParserConfigurationException {
        DocumentBuilderFactory documents = DocumentBuilderFactory.newInstance(
                "com.sun.org.apache.xerces.internal.jaxp.DocumentBuilderFactoryImpl", null);
        documents.setNamespaceAware(true);
        List<Source> sources = new ArrayList<>();
        for (String file : INTERFACES) {
            URL url = WsdlSchemas.class.getResource("/wsdl/" + file);
            Document document = documents.newDocumentBuilder().parse(url.toString());
            NodeList schemas = document.getElementsByTagNameNS(XMLConstants.W3C_XML_SCHEMA_NS_URI, "schema");
            for (int i = 0; i < schemas.getLength(); i++) {
                sources.add(new DOMSource(schemas.item(i), url.toString()));
            }
        }
        SchemaFactory factory = SchemaFactory.newInstance(
                XMLConstants.W3C_XML_SCHEMA_NS_URI,
                "com.sun.org.apache.xerces.internal.jaxp.validation.XMLSchemaFactory",
                null);
        return factory.newSchema(sources.toArray(Source[]::new));
    }
}
