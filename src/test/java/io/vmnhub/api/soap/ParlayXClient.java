// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.api.soap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmnhub.component.parlayx.SmsMessage;
import io.vmnhub.fixture.SoapApplication;
import io.vmnhub.fixture.peers.Peer;
import jakarta.xml.ws.BindingProvider;
import jakarta.xml.ws.Service;
import jakarta.xml.ws.soap.SOAPFaultException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.security.auth.callback.CallbackHandler;
import javax.xml.namespace.QName;
import org.apache.cxf.endpoint.Client;
import org.apache.cxf.frontend.ClientProxy;
import org.apache.cxf.interceptor.ClientFaultConverter;
import org.apache.cxf.ws.security.wss4j.WSS4JOutInterceptor;
import org.apache.wss4j.common.ConfigurationConstants;
import org.apache.wss4j.common.ext.WSPasswordCallback;
import org.w3c.dom.Element;

/** An application on somebody else's SOAP, which knows of the hub what the served WSDLs say. */
enum ParlayXClient {
    ZEEP {
        @Override
        Optional<Peer> peer() {
            return Optional.of(Peer.ZEEP);
        }

        @Override
        JsonNode call(String base, String user, String how, String... operation) throws Exception {
            return run(List.of(PYTHON.toString(), script("parlayx-client.py")), Map.of(), base, user, how, operation);
        }
    },
    NODE {
        @Override
        Optional<Peer> peer() {
            return Optional.of(Peer.NODE_SOAP);
        }

        @Override
        JsonNode call(String base, String user, String how, String... operation) throws Exception {
            return run(
                    List.of("node", script("parlayx-client.js")),
                    Map.of(
                            "NODE_PATH",
                            SoapApplication.nodeModules().orElseThrow().toString()),
                    base,
                    user,
                    how,
                    operation);
        }
    },
    CXF {
        @Override
        Optional<Peer> peer() {
            return Optional.empty();
        }

        @Override
        JsonNode call(String base, String user, String how, String... operation) throws Exception {
            return callByCxf(base, user, how, operation);
        }
    };

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path PYTHON = Path.of("/usr/bin/python3");

    /** Without which it cannot run. */
    abstract Optional<Peer> peer();

    /**
     * Calls once.
     *
     * @param base the URL that the ports are under, with a slash
     * @param user whose password is its name and "-pass"
     * @param how basic, PasswordText, PasswordDigest, or 1.2 for a digest in SOAP 1.2
     * @param operation receive REGISTRATION, start ENDPOINT CORRELATOR NUMBER CRITERIA, or stop CORRELATOR
     * @return messages, fault {text, messageId, variables} and addresses, which are the ports' in the WSDL
     */
    abstract JsonNode call(String base, String user, String how, String... operation) throws Exception;

    private static String script(String name) {
        return Path.of("src/test/resources/soap", name).toAbsolutePath().toString();
    }

    private static JsonNode run(
            List<String> program,
            Map<String, String> environment,
            String base,
            String user,
            String how,
            String... operation)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of(base, user, user + "-pass", how));
        command.addAll(List.of(operation));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException(program + " has failed");
        }
        return JSON.readTree(told);
    }

    private static JsonNode callByCxf(String base, String user, String how, String... operation) throws Exception {
        ObjectNode told = JSON.createObjectNode();
        try {
            if (operation[0].equals("receive")) {
                ReceiveSms port = port(
                        ReceiveSms.class,
                        base,
                        "http://www.csapi.org/wsdl/parlayx/sms/receive/v2_2/service",
                        user,
                        how,
                        told);
                ArrayNode messages = told.putArray("messages");
                List<SmsMessage> received = port.getReceivedSms(operation[1]);
                for (SmsMessage one : received == null ? List.<SmsMessage>of() : received) {
                    messages.addObject()
                            .put("message", one.message())
                            .put("sender", one.senderAddress())
                            .put("number", one.smsServiceActivationNumber())
                            .put("dateTime", one.dateTime());
                }
                return told;
            }
            SmsNotificationManager port = port(
                    SmsNotificationManager.class,
                    base,
                    "http://www.csapi.org/wsdl/parlayx/sms/notification_manager/v2_3/service",
                    user,
                    how,
                    told);
            if (operation[0].equals("stop")) {
                port.stopSmsNotification(operation[1]);
            } else {
                port.startSmsNotification(
                        new SimpleReference(operation[1], "SmsNotification", operation[2]), operation[3], operation[4]);
            }
        } catch (SOAPFaultException e) {
            Element detail = (Element) e.getFault().getDetail().getFirstChild();
            ObjectNode fault = told.putObject("fault")
                    .put("text", e.getMessage())
                    .put("messageId", Envelope.texts(detail, "messageId").get(0));
            ArrayNode variables = fault.putArray("variables");
            Envelope.texts(detail, "variables").forEach(variables::add);
        }
        return told;
    }

    private static <T> T port(Class<T> type, String base, String namespace, String user, String how, ObjectNode told)
            throws Exception {
        Service service = Service.create(
                URI.create(base + type.getSimpleName() + "?wsdl").toURL(),
                new QName(namespace, type.getSimpleName() + "Service"));
        T port =
                service.getPort(new QName(namespace, type.getSimpleName() + (how.equals("1.2") ? "Soap12" : "")), type);
        Client client = ClientProxy.getClient(port);
        client.getEndpoint().put(ClientFaultConverter.DISABLE_FAULT_MAPPING, true); // the detail stays as it came
        told.putArray("addresses").add(client.getEndpoint().getEndpointInfo().getAddress());
        if (how.equals("basic")) {
            ((BindingProvider) port).getRequestContext().put(BindingProvider.USERNAME_PROPERTY, user);
            ((BindingProvider) port).getRequestContext().put(BindingProvider.PASSWORD_PROPERTY, user + "-pass");
        } else {
            CallbackHandler password = callbacks -> ((WSPasswordCallback) callbacks[0]).setPassword(user + "-pass");
            client.getOutInterceptors()
                    .add(new WSS4JOutInterceptor(Map.of(
                            ConfigurationConstants.ACTION,
                            ConfigurationConstants.USERNAME_TOKEN,
                            ConfigurationConstants.USER,
                            user,
                            ConfigurationConstants.PW_CALLBACK_REF,
                            password,
                            ConfigurationConstants.PASSWORD_TYPE,
                            how.equals("PasswordText") ? "PasswordText" : "PasswordDigest")));
        }
        return port;
    }
}
