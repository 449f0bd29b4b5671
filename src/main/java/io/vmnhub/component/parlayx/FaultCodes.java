// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.parlayx;

import io.vmnhub.exchange.NotConfirmedException;
import io.vmnhub.http.ErrorTable;
import io.vmnhub.log.FailureReason;
import io.vmnhub.sms.MapUserErrorException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.namespace.QName;
import org.apache.cxf.binding.soap.SoapFault;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * By what the failure of a call is known, the most telling first: the messageId of a ServiceException or
 * PolicyException in the detail, such as SVC0001 (Parlay X common, TS 29.199-01), SOAP 1.2 subcodes and the fault code
 * without their namespaces, or the HTTP status. What a service writes in its fault's text stays unsaid: it may quote
 * the message.
 */
final class FaultCodes {

    /** What codes look like. */
    static final Pattern CODE = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    private FaultCodes() {}

    /** @param fault the service's own */
    static NotConfirmedException fault(String place, SoapFault fault, ErrorTable errors) {
        List<String> codes = of(fault);
        String reason = place + ": answered with the fault " + String.join(", ", codes);
        Optional<MapUserErrorException> told = codes.stream()
                .map(code -> errors.of(code, reason))
                .flatMap(Optional::stream)
                .findFirst();
        return new NotConfirmedException(reason, told.orElse(null), null);
    }

    /** @param failure what CXF or the conduit tell when the service has sent no fault */
    static NotConfirmedException failure(String place, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof NotConfirmedException known) {
                return known;
            }
        }
        return new NotConfirmedException(
                place + ": the answer cannot be read (" + FailureReason.of(failure) + ")", failure);
    }

    /** All of them, each as long as a code may be. */
    static List<String> of(SoapFault fault) {
        List<String> codes = new ArrayList<>();
        messageId(fault.getDetail()).ifPresent(codes::add);
        List<QName> subcodes = fault.getSubCodes() == null ? List.of() : fault.getSubCodes();
        Stream.concat(subcodes.stream(), Stream.of(fault.getFaultCode()))
                .filter(Objects::nonNull)
                .map(QName::getLocalPart)
                .map(FaultCodes::clean)
                .forEach(codes::add);
        return codes;
    }

    private static Optional<String> messageId(Element detail) {
        if (detail == null) {
            return Optional.empty();
        }
        NodeList found = detail.getElementsByTagNameNS("*", "messageId");
        return found.getLength() == 0
                ? Optional.empty()
                : Optional.of(clean(found.item(0).getTextContent().trim()));
    }

    /** What can be no code is not repeated. */
    private static String clean(String code) {
        return CODE.matcher(code).matches() ? code : "unnamed";
    }
}
