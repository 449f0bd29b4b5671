// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vmnhub.api.soap.ReceiveSms;
import io.vmnhub.api.soap.SoapApi;
import io.vmnhub.api.soap.SoapSettings;
import io.vmnhub.component.inbox.Inbox;
import io.vmnhub.component.inbox.Selection;
import io.vmnhub.component.parlayx.SmsMessage;
import io.vmnhub.contract.Messages;
import io.vmnhub.database.Database;
import io.vmnhub.database.DatabaseSettings;
import io.vmnhub.http.AllowedPorts;
import io.vmnhub.sms.ShortMessage;
import io.vmnhub.ss7.TestSettings;
import jakarta.jws.WebService;
import jakarta.xml.ws.Endpoint;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.xml.namespace.QName;
import org.apache.cxf.jaxws.EndpointImpl;
import org.apache.cxf.message.Message;

/**
 * ReceiveSms served by CXF alone, which makes its messages up, or by the hub from an inbox in an H2 file. Says its
 * port, and obeys lines on standard input: {@code <messages in each answer> <messages in all>}, answered by {@code ok}.
 */
public final class ReceiveSmsServer {

    private static final int AT_ONCE = 1_000;

    private ReceiveSmsServer() {}

    /** @param arguments bare or hub, and for the hub the largest batch */
    public static void main(String[] arguments) throws Exception {
        Filling filling = arguments[0].equals("bare") ? bare() : hub(Integer.parseInt(arguments[1]));
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            String[] words = command.split(" ");
            filling.with(Integer.parseInt(words[0]), Integer.parseInt(words[1]));
            System.out.println("ok");
        }
        System.exit(0);
    }

    private interface Filling {
        void with(int each, int all) throws Exception;
    }

    private static ShortMessage message(String id) {
        ShortMessage one = Messages.message()
                .text("A message of an ordinary length: 1234567890")
                .build();
        return new ShortMessage(
                id, one.destinationAddress(), one.serviceCentreAddress(), one.receivedAt(), one.deliver());
    }

    private static Filling bare() {
        Service service = new Service();
        int port = TestSettings.freePort();
        EndpointImpl endpoint = (EndpointImpl) Endpoint.create(service);
        endpoint.setProperties(Map.of(Message.SCHEMA_VALIDATION_ENABLED, "IN"));
        endpoint.setWsdlLocation("classpath:wsdl/parlayx_sms_receive_service_2_2.wsdl");
        endpoint.setEndpointName(new QName("http://www.csapi.org/wsdl/parlayx/sms/receive/v2_2/service", "ReceiveSms"));
        endpoint.publish("http://127.0.0.1:" + port + "/soap/ReceiveSms");
        System.out.println("port " + port);
        return (each, all) -> service.answer = Collections.nCopies(each, SmsMessage.of(message("m")));
    }

    private static Filling hub(int batch) throws Exception {
        String file = Files.createTempDirectory("vmn-hub-soap-benchmark")
                .resolve("hub")
                .toString();
        Inbox inbox = new Inbox(
                new Database(new DatabaseSettings("jdbc:h2:file:" + file, "", "", 10)).dataSource(),
                Duration.ofDays(1));
        Vertx vertx = Vertx.vertx();
        Router router = Router.router(vertx);
        new SoapApi(
                        vertx,
                        inbox,
                        Map.of(
                                "acme",
                                new SoapSettings(
                                        "acme",
                                        "acme-pass",
                                        SoapSettings.Delivery.AT_MOST_ONCE,
                                        SoapSettings.LEASE,
                                        batch,
                                        1_000_000,
                                        false,
                                        AllowedPorts.STANDARD,
                                        Optional.empty())),
                        new SimpleMeterRegistry())
                .mount(router);
        System.out.println("port "
                + vertx.createHttpServer()
                        .requestHandler(router)
                        .listen(0, "127.0.0.1")
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(20, TimeUnit.SECONDS)
                        .actualPort());
        return (each, all) -> {
            while (!inbox.take(new Selection("acme", "", ""), AT_ONCE)
                    .get(1, TimeUnit.MINUTES)
                    .isEmpty()) {
                // what the calls before have left
            }
            for (int stored = 0; stored < all; ) {
                List<CompletableFuture<Void>> stores = new ArrayList<>();
                for (int i = 0; i < AT_ONCE && stored < all; i++, stored++) {
                    stores.add(inbox.store("acme", message(System.nanoTime() + "-" + stored)));
                }
                CompletableFuture.allOf(stores.toArray(CompletableFuture[]::new))
                        .get(2, TimeUnit.MINUTES);
            }
        };
    }

    /** What CXF alone answers. */
    @WebService(
            endpointInterface = "io.vmnhub.api.soap.ReceiveSms",
            serviceName = "ReceiveSmsService",
            targetNamespace = "http://www.csapi.org/wsdl/parlayx/sms/receive/v2_2/service")
    public static final class Service implements ReceiveSms {

        private volatile List<SmsMessage> answer = List.of();

        @Override
        public List<SmsMessage> getReceivedSms(String registrationIdentifier) {
            return answer;
        }
    }
}
