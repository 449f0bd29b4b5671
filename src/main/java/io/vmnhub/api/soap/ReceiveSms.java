// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.api.soap;

import io.vmnhub.component.parlayx.SmsMessage;
import jakarta.jws.WebMethod;
import jakarta.jws.WebParam;
import jakarta.jws.WebResult;
import jakarta.jws.WebService;
import jakarta.xml.ws.RequestWrapper;
import jakarta.xml.ws.ResponseWrapper;
import java.util.List;

/** The port type ReceiveSms (TS 29.199-04) for CXF; {@link ReceiveSmsService} answers. */
@WebService(name = "ReceiveSms", targetNamespace = "http://www.csapi.org/wsdl/parlayx/sms/receive/v2_2/interface")
public interface ReceiveSms {

    String NAMESPACE = "http://www.csapi.org/schema/parlayx/sms/receive/v2_2/local";

    @WebMethod
    @RequestWrapper(localName = "getReceivedSms", targetNamespace = NAMESPACE)
    @ResponseWrapper(localName = "getReceivedSmsResponse", targetNamespace = NAMESPACE)
    @WebResult(name = "result", targetNamespace = NAMESPACE)
    List<SmsMessage> getReceivedSms(
            @WebParam(name = "registrationIdentifier", targetNamespace = NAMESPACE) String registrationIdentifier);
}
