// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.api.soap;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.stax.WstxInputFactory;
import java.io.InputStream;
import java.util.Locale;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.util.StreamReaderDelegate;
import org.apache.cxf.binding.soap.Soap11;
import org.apache.cxf.binding.soap.SoapMessage;
import org.apache.cxf.interceptor.Fault;
import org.apache.cxf.interceptor.StaxInInterceptor;
import org.apache.cxf.message.Message;
import org.apache.cxf.phase.AbstractPhaseInterceptor;
import org.apache.cxf.phase.Phase;

/**
 * Opens the XML of a request. Beside the limit of octets that HTTP keeps it has limits of its own: no document type
 * declaration, and so no entities and nothing from elsewhere, no deep nesting, few attributes, and only the encodings
 * that SOAP needs and their parts.
 */
final class SafeXml extends AbstractPhaseInterceptor<Message> {

    static final Set<String> ENCODINGS = Set.of("UTF-8", "UTF-16", "UTF-16BE", "UTF-16LE", "US-ASCII", "ISO-8859-1");
    private static final int DEEPEST = 32;
    private static final int MOST_ATTRIBUTES = 32;
    private static final String SOAP_1_1 = "text/xml";

    private final XMLInputFactory readers = readers();

    SafeXml() {
        super(Phase.POST_STREAM);
        addBefore(StaxInInterceptor.class.getName());
    }

    private static XMLInputFactory readers() {
        XMLInputFactory factory = new WstxInputFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_DEPTH, DEEPEST);
        factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTES_PER_ELEMENT, MOST_ATTRIBUTES);
        return factory;
    }

    @Override
    public void handleMessage(Message message) {
        if (SOAP_1_1.equals(message.get(Message.CONTENT_TYPE)) && message instanceof SoapMessage soap) {
            soap.setVersion(Soap11.getInstance()); // what fails from here on is answered in the caller's version
        }
        try {
            XMLStreamReader reader = readers.createXMLStreamReader(
                    message.getContent(InputStream.class), (String) message.get(Message.ENCODING));
            String declared = reader.getCharacterEncodingScheme();
            if (declared != null && !ENCODINGS.contains(declared.toUpperCase(Locale.ROOT))) {
                throw new XMLStreamException("the encoding " + declared + " is not taken");
            }
            message.setContent(XMLStreamReader.class, new WithoutDocumentType(reader));
        } catch (XMLStreamException e) {
            throw new Fault(e);
        }
    }

    /** A reader that refuses the document type declaration, where others only leave it out. */
    private static final class WithoutDocumentType extends StreamReaderDelegate {

        WithoutDocumentType(XMLStreamReader reader) {
            super(reader);
        }

        @Override
        public int next() throws XMLStreamException {
            int event = super.next();
            if (event == XMLStreamConstants.DTD) {
                throw new XMLStreamException("a document type declaration may not stand here");
            }
            return event;
        }

        @Override
        public int nextTag() throws XMLStreamException {
            int event;
            do {
                event = next();
            } while (event == XMLStreamConstants.COMMENT
                    || event == XMLStreamConstants.SPACE
                    || event == XMLStreamConstants.PROCESSING_INSTRUCTION
                    || event == XMLStreamConstants.CHARACTERS && isWhiteSpace());
            if (event != XMLStreamConstants.START_ELEMENT && event != XMLStreamConstants.END_ELEMENT) {
                throw new XMLStreamException("an element is expected", getLocation());
            }
            return event;
        }
    }

    /**
     * Reads a request to its end before anything is done for it: what stands behind the body's content must be
     * well-formed too.
     */
    static final class ToTheEnd extends AbstractPhaseInterceptor<Message> {

        ToTheEnd() {
            super(Phase.PRE_LOGICAL);
        }

        @Override
        public void handleMessage(Message message) {
            XMLStreamReader reader = message.getContent(XMLStreamReader.class);
            try {
                while (reader.hasNext()) {
                    reader.next();
                }
            } catch (XMLStreamException e) {
                throw new Fault(e);
            }
        }
    }
}
