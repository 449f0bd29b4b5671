// Fetches short messages over REST and confirms them, with Jackson, which is in the hub's lib folder.
//
//     API_KEY=... java -cp '/usr/share/vmn-hub/lib/*' Reader.java http://127.0.0.1:8080 acme

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

public class Reader {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public static void main(String[] arguments) throws Exception {
        String url = arguments[0] + "/v1/smsmessaging/inbound/registrations/" + arguments[1] + "/messages";
        while (true) {
            String batch = send(request(url + "?maxBatchSize=100&wait=30"));
            for (JsonNode sms : new ObjectMapper().readTree(batch).findPath("inboundSMSMessage")) {
                System.out.println(sms.path("senderAddress").asText() + " -> "
                        + sms.path("destinationAddress").asText() + " "
                        + sms.path("message").asText());
                send(request(url + "/" + sms.path("messageId").asText()).DELETE()); // confirms it
            }
        }
    }

    private static HttpRequest.Builder request(String url) {
        return HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + System.getenv("API_KEY"));
    }

    private static String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        var response = HTTP.send(request.build(), BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IOException("status " + response.statusCode() + ": " + response.body());
        }
        return response.body();
    }
}
