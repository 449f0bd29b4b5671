package io.vmnhub.northbound;

import io.vmnhub.northbound.soap.NotifySmsReception;
import io.vmnhub.northbound.soap.NotifySmsReceptionResponse;
import io.vmnhub.northbound.soap.SmsNotification;
import jakarta.jws.WebService;
import jakarta.xml.ws.Endpoint;
import jakarta.xml.ws.soap.SOAPBinding;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.xml.namespace.QName;
import org.apache.cxf.binding.soap.SoapFault;
import org.apache.cxf.interceptor.Interceptor;
import org.apache.cxf.jaxws.EndpointImpl;
import org.apache.cxf.logging.FaultListener;
import org.apache.cxf.message.Message;
import org.apache.cxf.ws.security.wss4j.WSS4JInInterceptor;
import org.apache.wss4j.common.ConfigurationConstants;
import org.apache.wss4j.common.ext.WSPasswordCallback;

/** An application on CXF's own server, with the schema of the shipped WSDL. A text that begins with "fault CODE" is answered by that fault. */
public final class CxfApplication implements AutoCloseable {

    private static final String SERVICE = "http://www.csapi.org/wsdl/parlayx/sms/notification/v2_2/service";

    private final List<NotifySmsReception> notifications = new CopyOnWriteArrayList<>();
    private final String url;
    private final EndpointImpl endpoint;

    private CxfApplication(String port, String binding, List<Interceptor<? extends Message>> security) throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            url = "http://127.0.0.1:" + free.getLocalPort() + "/SmsNotification";
        }
        endpoint = (EndpointImpl) Endpoint.create(binding, new Service());
        endpoint.setProperties(Map.of(Message.SCHEMA_VALIDATION_ENABLED, "both",
                FaultListener.class.getName(), (FaultListener) (fault, description, message) -> false));
        endpoint.setWsdlLocation("classpath:wsdl/parlayx_sms_notification_service_2_2.wsdl");
        endpoint.setEndpointName(new QName(SERVICE, port));
        endpoint.setInInterceptors(security);
        endpoint.publish(url);
    }

    public static CxfApplication open() throws IOException {
        return new CxfApplication("SmsNotification", SOAPBinding.SOAP11HTTP_BINDING, List.of());
    }

    static CxfApplication openSoap12() throws IOException {
        return new CxfApplication("SmsNotificationSoap12", SOAPBinding.SOAP12HTTP_BINDING, List.of());
    }

    /** One that wants the user acme with the password secret. @param type PasswordText or PasswordDigest */
    public static CxfApplication wantingToken(String type) throws IOException {
        CallbackHandler passwords = callbacks -> {
            for (Callback callback : callbacks) {
                if (callback instanceof WSPasswordCallback password && password.getIdentifier().equals("acme")) {
                    password.setPassword("secret");
                }
            }
        };
        return new CxfApplication("SmsNotification", SOAPBinding.SOAP11HTTP_BINDING, List.of(new WSS4JInInterceptor(Map.of(
                ConfigurationConstants.ACTION, ConfigurationConstants.USERNAME_TOKEN, ConfigurationConstants.PASSWORD_TYPE, type,
                ConfigurationConstants.PW_CALLBACK_REF, passwords))));
    }

    public String url() {
        return url;
    }

    public List<NotifySmsReception> notifications() {
        return notifications;
    }

    @Override
    public void close() {
        endpoint.stop();
    }

    /** The service itself. */
    @WebService(endpointInterface = "io.vmnhub.northbound.soap.SmsNotification", targetNamespace = SERVICE,
            serviceName = "SmsNotificationService")
    public final class Service implements SmsNotification {

        @Override
        public NotifySmsReceptionResponse notifySmsReception(NotifySmsReception parameters) {
            notifications.add(parameters);
            if (parameters.message().message().startsWith("fault ")) {
                throw new SoapFault("not today", new QName("http://schemas.xmlsoap.org/soap/envelope/", parameters.message().message().substring(6)));
            }
            return new NotifySmsReceptionResponse();
        }
    }
}
