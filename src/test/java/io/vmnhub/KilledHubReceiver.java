package io.vmnhub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.vmnhub.KilledHubIT.Arrival;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An application that takes webhooks and remembers what came, in its order; the path is the number of the hub's life. */
final class KilledHubReceiver implements AutoCloseable {

    private final Queue<Arrival> arrivals = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final HttpServer server;

    KilledHubReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        server.setExecutor(threads);
        ObjectMapper json = new ObjectMapper();
        server.createContext("/", exchange -> {
            JsonNode message = json.readTree(exchange.getRequestBody());
            arrivals.add(new Arrival(Integer.parseInt(exchange.getRequestURI().getPath().substring(1)), message.get("id").asText(),
                    message.get("identity").asText(), message.get("text").asText()));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    List<Arrival> arrivals() {
        return List.copyOf(arrivals);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
