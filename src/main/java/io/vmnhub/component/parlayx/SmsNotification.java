// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.parlayx;

import jakarta.jws.WebMethod;
import jakarta.jws.WebParam;
import jakarta.jws.WebResult;
import jakarta.jws.WebService;
import jakarta.jws.soap.SOAPBinding;

/** The interface that an application serves to be told of messages (TS 29.199-04, SmsNotification). */
@WebService(name = "SmsNotification", targetNamespace = SmsNotification.NAMESPACE)
@SOAPBinding(parameterStyle = SOAPBinding.ParameterStyle.BARE)
public interface SmsNotification {

    String NAMESPACE = "http://www.csapi.org/wsdl/parlayx/sms/notification/v2_2/interface";

    /** The answer confirms the message. */
    @WebMethod
    @WebResult(name = "notifySmsReceptionResponse", targetNamespace = NotifySmsReception.NAMESPACE, partName = "result")
    NotifySmsReceptionResponse notifySmsReception(
            @WebParam(
                            name = "notifySmsReception",
                            targetNamespace = NotifySmsReception.NAMESPACE,
                            partName = "parameters")
                    NotifySmsReception parameters);
}
