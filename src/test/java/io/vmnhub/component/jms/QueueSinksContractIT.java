// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.jms;

import io.vmnhub.contract.ConnectorHub;
import io.vmnhub.contract.Refusal;
import io.vmnhub.contract.SinkContract;
import io.vmnhub.contract.TestedSink;
import io.vmnhub.fixture.BrokerSink;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The queues' ways out, {@code jms-sink} and {@code amqp-sink}, into an Artemis elsewhere. */
class QueueSinksContractIT {

    private static final class Sink extends BrokerSink {

        private final String kamelet;
        private final String url;
        private final Supplier<Path> data;
        private ConnectorHub hub;

        /** @param scheme of the broker's URL */
        Sink(String kamelet, String scheme, Supplier<Path> data) {
            this.kamelet = kamelet;
            url = scheme + "://127.0.0.1:" + port();
            this.data = data;
        }

        @Override
        public void open() throws Exception {
            openBroker(data.get());
            hub = new ConnectorHub();
            for (String route : List.of(
                    "patient: {confirmWithin: 1m, destination: taken}",
                    "hasty: {confirmWithin: 1s, destination: taken}",
                    "nowhere: {confirmWithin: 3s, destination: nowhere}")) {
                String[] parts = route.split(": ", 2);
                hub.routes("""
                        - route:
                            from:
                              uri: direct:%s
                              steps:
                                - to:
                                    uri: kamelet:%s
                                    parameters: {url: "%s", %s
                        """.formatted(parts[0], kamelet, url, parts[1].substring(1)));
            }
            hub.start();
        }

        @Override
        public ConnectorHub hub() {
            return hub;
        }

        @Override
        public Collection<String> taken() throws Exception {
            return browse("taken");
        }

        @Override
        public boolean dropsRepeats() {
            return true;
        }

        @Override
        public List<Refusal> refusals() {
            return List.of(Refusal.of("a destination that is not there", "systemFailure", "direct:nowhere"));
        }

        @Override
        public void close() throws Exception {
            if (hub != null) {
                hub.close();
            }
            super.close();
        }
    }

    @Nested
    class JmsSink implements SinkContract {

        @TempDir
        static Path data;

        private final TestedSink sink = new Sink("jms-sink", "tcp", () -> data);

        @Override
        public TestedSink sink() {
            return sink;
        }
    }

    @Nested
    class AmqpSink implements SinkContract {

        @TempDir
        static Path data;

        private final TestedSink sink = new Sink("amqp-sink", "amqp", () -> data);

        @Override
        public TestedSink sink() {
            return sink;
        }
    }
}
