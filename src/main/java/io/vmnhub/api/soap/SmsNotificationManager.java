// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.api.soap;

import jakarta.jws.WebMethod;
import jakarta.jws.WebParam;
import jakarta.jws.WebService;
import jakarta.xml.ws.RequestWrapper;
import jakarta.xml.ws.ResponseWrapper;

/** The port type SmsNotificationManager (TS 29.199-04) for CXF; {@link SmsNotificationManagerService} answers. */
@WebService(
        name = "SmsNotificationManager",
        targetNamespace = "http://www.csapi.org/wsdl/parlayx/sms/notification_manager/v2_3/interface")
public interface SmsNotificationManager {

    String NAMESPACE = "http://www.csapi.org/schema/parlayx/sms/notification_manager/v2_3/local";

    @WebMethod
    @RequestWrapper(localName = "startSmsNotification", targetNamespace = NAMESPACE)
    @ResponseWrapper(localName = "startSmsNotificationResponse", targetNamespace = NAMESPACE)
    void startSmsNotification(
            @WebParam(name = "reference", targetNamespace = NAMESPACE) SimpleReference reference,
            @WebParam(name = "smsServiceActivationNumber", targetNamespace = NAMESPACE)
                    String smsServiceActivationNumber,
            @WebParam(name = "criteria", targetNamespace = NAMESPACE) String criteria);

    @WebMethod
    @RequestWrapper(localName = "stopSmsNotification", targetNamespace = NAMESPACE)
    @ResponseWrapper(localName = "stopSmsNotificationResponse", targetNamespace = NAMESPACE)
    void stopSmsNotification(@WebParam(name = "correlator", targetNamespace = NAMESPACE) String correlator);
}
