// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cluster.grid;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vmnhub.cluster.NodeService;
import io.vmnhub.log.ThrottledLog;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.blocks.MessageDispatcher;
import org.jgroups.blocks.RequestHandler;
import org.jgroups.blocks.RequestOptions;
import org.jgroups.blocks.Response;
import org.jgroups.blocks.ResponseMode;
import org.jgroups.fork.ForkChannel;
import org.jgroups.util.NameCache;
import org.slf4j.LoggerFactory;

/**
 * Requests from node to node on the channel of the grid: bounded in number for each node, so that one that stands still
 * takes nothing from the others, and in time. Thread-safe, and no thread waits.
 */
final class Requests implements RequestHandler, AutoCloseable {

    private static final String NAME = "requests";
    /** Under way to one node. */
    private static final int MOST_UNDER_WAY = 5_000;

    private static final byte ANSWERED = 0;
    private static final byte FAILED = 1;

    private final ThrottledLog log = new ThrottledLog(LoggerFactory.getLogger("io.vmnhub.cluster"));
    private final Map<String, NodeService> services = new ConcurrentHashMap<>();
    private final Map<Address, AtomicInteger> underWay = new ConcurrentHashMap<>();
    private final LongAdder failed = new LongAdder();
    private final ForkChannel channel;
    private final MessageDispatcher dispatcher;

    Requests(JChannel grid) throws Exception {
        channel = new ForkChannel(grid, NAME, NAME);
        dispatcher = new MessageDispatcher(channel, this);
        dispatcher.asyncDispatching(true).asyncRspHandling(false);
        channel.connect(NAME);
    }

    void serve(String service, NodeService answers) {
        services.put(service, answers);
    }

    CompletableFuture<byte[]> ask(String node, String service, byte[] request, Duration within) {
        Optional<Address> address = address(node);
        if (address.isEmpty()) {
            return failed(node, "the node is not in the farm");
        }
        AtomicInteger load = underWay.computeIfAbsent(address.get(), added -> new AtomicInteger());
        if (load.incrementAndGet() > MOST_UNDER_WAY) {
            load.decrementAndGet();
            return failed(node, MOST_UNDER_WAY + " requests are under way to it already");
        }
        RequestOptions options = new RequestOptions(ResponseMode.GET_FIRST, within.toMillis())
                .flags(Message.Flag.NO_FC) // what is under way is bounded here, and nothing waits for credits
                .transientFlags(Message.TransientFlag.DONT_BLOCK);
        CompletableFuture<byte[]> asked;
        try {
            asked = dispatcher.sendMessageWithFuture(
                    new BytesMessage(address.get(), new Request(service, request).octets()), options);
        } catch (Exception e) { // the channel is closed
            load.decrementAndGet();
            return failed(node, e.toString());
        }
        return asked.copy()
                .orTimeout(within.toMillis(), TimeUnit.MILLISECONDS)
                .handle((result, failure) -> {
                    if (load.decrementAndGet() == 0) {
                        forgetWhoHasGone();
                    }
                    asked.cancel(false); // or it would be kept until the node goes
                    return failure == null
                            ? taken(node, result)
                            : this.<byte[]>failed(
                                    node,
                                    failure instanceof TimeoutException
                                            ? "no answer in " + within.toMillis() + " ms"
                                            : "it has left, or this node has");
                })
                .thenCompose(answer -> answer);
    }

    private Optional<Address> address(String node) {
        return channel.getView() == null
                ? Optional.empty()
                : channel.getView().getMembers().stream()
                        .filter(member -> node.equals(NameCache.get(member)))
                        .findFirst();
    }

    private void forgetWhoHasGone() {
        if (channel.getView() != null && underWay.size() > channel.getView().size()) {
            underWay.keySet().retainAll(channel.getView().getMembers());
        }
    }

    private <T> CompletableFuture<T> failed(String node, String reason) {
        failed.increment();
        log.warn("", node, () -> "Node " + node + " has not answered a request: " + reason);
        return CompletableFuture.failedFuture(new IllegalStateException("node " + node + ": " + reason));
    }

    private CompletableFuture<byte[]> taken(String node, byte[] result) {
        if (result == null || result.length == 0) {
            return failed(node, "its answer is empty");
        }
        byte[] body = Arrays.copyOfRange(result, 1, result.length);
        return result[0] == ANSWERED ? CompletableFuture.completedFuture(body) : failed(node, new String(body, UTF_8));
    }

    /** Not called: requests are answered asynchronously. */
    @Override
    public Object handle(Message request) {
        throw new UnsupportedOperationException("requests are answered asynchronously");
    }

    @Override
    public void handle(Message request, Response response) {
        String from = String.valueOf(NameCache.get(request.getSrc()));
        int begin = request.getOffset();
        begin(from, Arrays.copyOfRange(request.getArray(), begin, begin + request.getLength()))
                .whenComplete((answer, failure) -> response.send(
                        failure == null
                                ? result(ANSWERED, answer)
                                : result(
                                        FAILED,
                                        String.valueOf(failure.getMessage()).getBytes(UTF_8)),
                        false));
    }

    private CompletableFuture<byte[]> begin(String from, byte[] octets) {
        try {
            Request request = Request.read(octets);
            NodeService service = services.get(request.service());
            return service == null
                    ? CompletableFuture.failedFuture(
                            new IllegalArgumentException("it does not know " + request.service()))
                    : service.answer(from, request.body()).toCompletableFuture();
        } catch (RuntimeException e) { // it is the other node that has to know
            return CompletableFuture.failedFuture(e);
        }
    }

    private static byte[] result(byte kind, byte[] body) {
        byte[] result = new byte[body.length + 1];
        result[0] = kind;
        System.arraycopy(body, 0, result, 1, body.length);
        return result;
    }

    int underWay() {
        return underWay.values().stream().mapToInt(AtomicInteger::get).sum();
    }

    long failures() {
        return failed.sum();
    }

    @Override
    public void close() throws IOException {
        dispatcher.close();
        channel.close();
    }
}
