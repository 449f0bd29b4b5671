// Fetches short messages by Parlay X getReceivedSms, with what comes with Java.
//
//     SOAP_PASSWORD=... java Reader.java http://127.0.0.1:8080 acme

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

public class Reader {

    private static final String GET_RECEIVED_SMS = """
            <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>
              <getReceivedSms xmlns="http://www.csapi.org/schema/parlayx/sms/receive/v2_2/local">
                <registrationIdentifier>%s</registrationIdentifier>
              </getReceivedSms>
            </s:Body></s:Envelope>""";

    public static void main(String[] arguments) throws Exception {
        HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        String credentials = arguments[1] + ":" + System.getenv("SOAP_PASSWORD");
        HttpRequest request = HttpRequest.newBuilder(URI.create(arguments[0] + "/soap/ReceiveSms"))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "text/xml; charset=utf-8")
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes()))
                .POST(HttpRequest.BodyPublishers.ofString(GET_RECEIVED_SMS.formatted(arguments[1])))
                .build();
        while (true) {
            // with delivery: at-least-once each call confirms what the one before it has fetched
            var response = http.send(request, BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw new IllegalStateException("status " + response.statusCode());
            }
            Document answer = DocumentBuilderFactory.newDefaultNSInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(response.body()));
            NodeList messages = answer.getElementsByTagName("message");
            for (int i = 0; i < messages.getLength(); i++) {
                System.out.println(answer.getElementsByTagName("senderAddress").item(i).getTextContent() + " "
                        + messages.item(i).getTextContent());
            }
            if (messages.getLength() == 0) {
                Thread.sleep(5000);
            }
        }
    }
}
