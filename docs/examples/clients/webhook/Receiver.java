// Receives short messages by webhook and checks the signature, with what comes with Java.
//
//     WEBHOOK_SECRET=whsec_... java Receiver.java 127.0.0.1 8000

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

public class Receiver {

    public static void main(String[] arguments) throws Exception {
        byte[] secret = Base64.getDecoder().decode(System.getenv("WEBHOOK_SECRET").replaceFirst("^whsec_", ""));
        HttpServer server =
                HttpServer.create(new InetSocketAddress(arguments[0], Integer.parseInt(arguments[1])), 100);
        server.setExecutor(Executors.newFixedThreadPool(10));
        server.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            boolean signed = isSigned(exchange.getRequestHeaders(), body, secret);
            if (signed) {
                System.out.println(new String(body, StandardCharsets.UTF_8));
            }
            exchange.sendResponseHeaders(signed ? 204 : 401, -1); // with 2xx the SMSC gets its acknowledgement
            exchange.close();
        });
        server.start();
    }

    static boolean isSigned(Headers headers, byte[] body, byte[] secret) {
        String sent = Objects.requireNonNullElse(headers.getFirst("webhook-timestamp"), "");
        if (!sent.matches("\\d{1,18}") || Math.abs(Instant.now().getEpochSecond() - Long.parseLong(sent)) > 300) {
            return false;
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            mac.update((headers.getFirst("webhook-id") + "." + sent + ".").getBytes(StandardCharsets.UTF_8));
            byte[] expected = ("v1," + Base64.getEncoder().encodeToString(mac.doFinal(body))).getBytes();
            return java.util.stream.Stream.of(
                            Objects.requireNonNullElse(headers.getFirst("webhook-signature"), "").split(" "))
                    .anyMatch(one -> MessageDigest.isEqual(one.getBytes(), expected));
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
