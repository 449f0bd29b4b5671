package io.vmnhub;

import io.vmnhub.ss7.TestSettings;
import jakarta.xml.ws.Endpoint;
import jakarta.xml.ws.Provider;
import jakarta.xml.ws.ServiceMode;
import jakarta.xml.ws.WebServiceProvider;
import jakarta.xml.ws.soap.SOAPBinding;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.security.auth.callback.CallbackHandler;
import javax.xml.namespace.QName;
import javax.xml.transform.Source;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMResult;
import javax.xml.transform.stream.StreamSource;
import org.apache.cxf.binding.soap.SoapFault;
import org.apache.cxf.jaxws.EndpointImpl;
import org.apache.cxf.logging.FaultListener;
import org.apache.cxf.message.Message;
import org.apache.cxf.ws.security.wss4j.WSS4JInInterceptor;
import org.apache.wss4j.common.ConfigurationConstants;
import org.apache.wss4j.common.ext.WSPasswordCallback;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * The service of docs/examples/soap on CXF's server, with its schema and its user name token. Words "no" are answered by another status than
 * opened, words "fault CODE" by that fault.
 */
@WebServiceProvider(targetNamespace = "urn:example:tickets", serviceName = "TicketService", portName = "TicketPort",
        wsdlLocation = "docs/examples/soap/tickets.wsdl")
@ServiceMode(jakarta.xml.ws.Service.Mode.PAYLOAD)
public final class TicketService implements Provider<Source>, AutoCloseable {

    private final List<Element> tickets = new CopyOnWriteArrayList<>();
    private final String url = "http://127.0.0.1:" + TestSettings.freePort() + "/soap";
    private EndpointImpl endpoint;

    static TicketService open() {
        TicketService service = new TicketService();
        CallbackHandler passwords = callbacks -> ((WSPasswordCallback) callbacks[0]).setPassword("tickets-secret");
        service.endpoint = (EndpointImpl) Endpoint.create(SOAPBinding.SOAP11HTTP_BINDING, service);
        service.endpoint.setProperties(Map.of(Message.SCHEMA_VALIDATION_ENABLED, "both",
                FaultListener.class.getName(), (FaultListener) (fault, description, message) -> false));
        service.endpoint.setInInterceptors(List.of(new WSS4JInInterceptor(Map.of(ConfigurationConstants.ACTION, ConfigurationConstants.USERNAME_TOKEN,
                ConfigurationConstants.PASSWORD_TYPE, "PasswordDigest", ConfigurationConstants.PW_CALLBACK_REF, passwords))));
        service.endpoint.publish(service.url);
        return service;
    }

    String url() {
        return url;
    }

    List<Element> tickets() {
        return tickets;
    }

    static String field(Element ticket, String name) {
        return ticket.getElementsByTagNameNS("urn:example:tickets", name).item(0).getTextContent();
    }

    @Override
    public Source invoke(Source request) {
        DOMResult result = new DOMResult();
        try {
            TransformerFactory.newDefaultInstance().newTransformer().transform(request, result);
        } catch (TransformerException e) {
            throw new IllegalStateException(e);
        }
        Element ticket = ((Document) result.getNode()).getDocumentElement();
        tickets.add(ticket);
        String words = field(ticket, "words");
        if (words.startsWith("fault ")) {
            throw new SoapFault("not today", new QName("http://schemas.xmlsoap.org/soap/envelope/", words.substring(6)));
        }
        return new StreamSource(new StringReader("<openTicketResponse xmlns='urn:example:tickets'><status>" + (words.equals("no") ? "closed" : "opened")
                + "</status></openTicketResponse>"));
    }

    @Override
    public void close() {
        endpoint.stop();
    }
}
