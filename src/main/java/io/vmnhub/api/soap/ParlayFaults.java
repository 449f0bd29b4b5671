// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.api.soap;

import io.vmnhub.log.FailureReason;
import io.vmnhub.log.ThrottledLog;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import org.apache.cxf.binding.soap.SoapFault;
import org.apache.cxf.binding.soap.SoapMessage;
import org.apache.cxf.binding.soap.SoapVersion;
import org.apache.cxf.binding.soap.interceptor.AbstractSoapInterceptor;
import org.apache.cxf.helpers.DOMUtils;
import org.apache.cxf.phase.Phase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * Makes a fault with a ServiceException or PolicyException of whatever went wrong. What the XML or its schema refuses
 * is an SVC0002; faults of SOAP itself (version, headers that must be understood) and of WS-Security stay what they
 * are.
 */
final class ParlayFaults extends AbstractSoapInterceptor {

    static final String COMMON = "http://www.csapi.org/schema/parlayx/common/v2_1";
    private static final Logger LOG = LoggerFactory.getLogger(ParlayFaults.class);
    private static final ThrottledLog FAILURES = new ThrottledLog(LOG);

    ParlayFaults() {
        super(Phase.SETUP);
    }

    @Override
    public void handleMessage(SoapMessage message) {
        Exception failure = message.getContent(Exception.class);
        SoapVersion version = message.getVersion();
        Optional<ParlayException> chosen = causes(failure, ParlayException.class);
        if (chosen.isEmpty() && failure instanceof SoapFault fault && isOfSoapItself(fault, version)) {
            return;
        }
        SoapCall call = message.getExchange().get(SoapCall.class);
        ParlayException refusal = chosen.orElseGet(() -> refusal(failure, call != null && call.isInvoked()));
        SoapFault fault = new SoapFault(
                refusal.getMessage(), refusal.isCallersFault() ? version.getSender() : version.getReceiver());
        fault.setDetail(detail(refusal));
        message.setContent(Exception.class, fault);
    }

    private static boolean isOfSoapItself(SoapFault fault, SoapVersion version) {
        return fault.getSubCode() != null
                || fault.getFaultCode() != null
                        && !fault.getFaultCode().equals(version.getSender())
                        && !fault.getFaultCode().equals(version.getReceiver());
    }

    /** What a caller is told of what nobody chose to tell it. */
    private static ParlayException refusal(Exception failure, boolean invoked) {
        if (invoked) {
            FAILURES.warn("", FailureReason.of(failure), () -> "A SOAP call failed: " + FailureReason.of(failure));
            LOG.debug("A SOAP call failed", failure);
            return ParlayException.serviceError("InternalError");
        }
        String reason = causes(failure, XMLStreamException.class)
                .map(e -> "Envelope: " + e.getMessage())
                .orElseGet(() -> deepest(failure));
        LOG.debug("A SOAP call was refused: {}", reason);
        return ParlayException.invalidInput(reason.replaceAll("\\s+", " "));
    }

    private static String deepest(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null && deepest.getCause() != deepest) {
            deepest = deepest.getCause();
        }
        return String.valueOf(deepest.getMessage()).replaceFirst("^cvc-[^:]*: ", "");
    }

    private static <T extends Throwable> Optional<T> causes(Throwable failure, Class<T> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause() == cause ? null : cause.getCause()) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
        }
        return Optional.empty();
    }

    private static Element detail(ParlayException refusal) {
        Document document = DOMUtils.createDocument();
        Element detail = document.createElement("detail");
        Element exception = document.createElementNS(COMMON, "common:" + refusal.element());
        exception.setAttributeNS("http://www.w3.org/2000/xmlns/", "xmlns:common", COMMON);
        detail.appendChild(exception);
        exception.appendChild(element(document, "messageId", refusal.messageId()));
        exception.appendChild(element(document, "text", refusal.text()));
        refusal.variables().forEach(variable -> exception.appendChild(element(document, "variables", variable)));
        return detail;
    }

    private static Element element(Document document, String name, String text) {
        Element element = document.createElementNS(null, name);
        element.setTextContent(text);
        return element;
    }
}
