// SPDX-License-Identifier: AGPL-3.0-only
package com.example.pager;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vmnhub.contract.AnsweringSink;
import io.vmnhub.contract.ConnectorHub;
import io.vmnhub.contract.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The pager's web service, and a hub with the connector to it. */
final class TestedPager implements AnsweringSink {

    private static final int BACKLOG = 2_000;

    private final Queue<String> taken = new ConcurrentLinkedQueue<>();
    private final List<HttpExchange> held = new ArrayList<>();
    private InetSocketAddress address = new InetSocketAddress("127.0.0.1", 0);
    private boolean holds;
    private int status = 200;
    private HttpServer pager;
    private ConnectorHub hub;

    @Override
    public void open() throws IOException {
        comeBack();
        String url = "http://127.0.0.1:" + address.getPort();
        hub = new ConnectorHub("classpath:com/example/pager");
        for (String route : List.of("patient,60000", "hasty,1000")) {
            String[] parts = route.split(",");
            hub.routes("- route: {from: {uri: 'direct:" + parts[0] + "', steps: [{to: 'kamelet:pager-sink?url=" + url
                    + "&confirmMillis=" + parts[1] + "'}]}}");
        }
        hub.start();
    }

    @Override
    public ConnectorHub hub() {
        return hub;
    }

    private synchronized void arrived(HttpExchange exchange) throws IOException {
        taken.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        if (holds) {
            held.add(exchange);
        } else {
            answer(exchange);
        }
    }

    private void answer(HttpExchange exchange) {
        try (exchange) {
            exchange.sendResponseHeaders(status, -1);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // the hub waits no longer
        }
    }

    @Override
    public synchronized void confirm() {
        status = 200;
        holds = false;
        held.forEach(this::answer);
        held.clear();
    }

    @Override
    public synchronized void hold() {
        holds = true;
    }

    private synchronized void refuse(int answer) {
        status = answer;
    }

    @Override
    public void leave() {
        pager.stop(0);
    }

    @Override
    public void comeBack() throws IOException {
        pager = HttpServer.create(address, BACKLOG);
        pager.createContext("/", this::arrived);
        pager.start();
        address = pager.getAddress();
    }

    @Override
    public Collection<String> taken() {
        return taken;
    }

    @Override
    public List<Refusal> refusals() {
        return List.of(
                Refusal.answered("blocked", "illegalSubscriber", () -> refuse(403)),
                Refusal.answered("out of order", "systemFailure", () -> refuse(500)));
    }

    @Override
    public void close() {
        if (hub != null) {
            hub.close();
        }
        if (pager != null) {
            pager.stop(0);
        }
    }
}
