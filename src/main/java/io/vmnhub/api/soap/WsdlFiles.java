// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.api.soap;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Serves the WSDLs and their schemas. They name each other by file names, which are beside each other here too, so that
 * they are found by whatever way a client has come; a port's address is the one by which the client has asked.
 * Immutable and thread-safe.
 */
final class WsdlFiles {

    static final String NOTIFICATION = "parlayx_sms_notification_service_2_2.wsdl";
    private static final List<String> NAMES = List.of(
            "parlayx_common_types_2_1.xsd",
            "parlayx_common_faults_2_0.wsdl",
            "parlayx_sms_types_2_2.xsd",
            "parlayx_sms_receive_interface_2_2.wsdl",
            "parlayx_sms_receive_service_2_2.wsdl",
            "parlayx_sms_notification_interface_2_2.wsdl",
            NOTIFICATION,
            "parlayx_sms_notification_manager_interface_2_3.wsdl",
            "parlayx_sms_notification_manager_service_2_3.wsdl");
    private static final Pattern AUTHORITY = Pattern.compile("[A-Za-z0-9.:\\[\\]_-]{1,255}");
    private static final String ADDRESS = "http://localhost/soap/";

    private final Map<String, String> files = new TreeMap<>();

    WsdlFiles() {
        NAMES.forEach(name -> files.put(name, read(name)));
    }

    private static String read(String name) {
        try (InputStream file = WsdlFiles.class.getResourceAsStream("/wsdl/" + name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the WSDL " + name + " cannot be read", e);
        }
    }

    /** @param path the path that {@code router} is mounted at */
    void mount(Router router, String path) {
        files.keySet().forEach(name -> router.get("/" + name).handler(request -> send(request, path, name)));
        router.get("/SmsNotification").handler(request -> whenAsked(request, path, NOTIFICATION));
    }

    /** Answers {@code ?wsdl}; without it there is nothing to get. */
    void whenAsked(RoutingContext request, String path, String name) {
        if ("wsdl".equalsIgnoreCase(request.request().query())) {
            send(request, path, name);
        } else {
            request.response().setStatusCode(405).putHeader("Allow", "POST").end();
        }
    }

    private void send(RoutingContext request, String path, String name) {
        String authority = String.valueOf(request.request().authority());
        if (!AUTHORITY.matcher(authority).matches()) {
            request.response().setStatusCode(400).end();
            return;
        }
        request.response()
                .putHeader("Content-Type", "text/xml;charset=UTF-8")
                .end(files.get(name).replace(ADDRESS, request.request().scheme() + "://" + authority + path + "/"));
    }
}
