// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.store;

import io.vmnhub.broker.BrokerSettings;
import io.vmnhub.contract.ConnectorHub;
import io.vmnhub.contract.Refusal;
import io.vmnhub.contract.SinkContract;
import io.vmnhub.contract.TestedSink;
import io.vmnhub.fixture.BrokerSink;
import io.vmnhub.fixture.StoreHub;
import io.vmnhub.sms.ShortMessage;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.Processor;
import org.junit.jupiter.api.io.TempDir;

/** Store mode, whose store is an Artemis elsewhere and whose application takes what is delivered from it. */
class StoreContractIT implements SinkContract {

    @TempDir
    static Path data;

    private static final class Sink extends BrokerSink {

        private final Queue<String> taken = new ConcurrentLinkedQueue<>();
        private StoreHub hub;

        @Override
        public void open() throws Exception {
            openBroker(data);
            Processor application = exchange ->
                    taken.add(exchange.getMessage().getBody(ShortMessage.class).text());
            hub = new StoreHub(new BrokerSettings("tcp://127.0.0.1:" + port(), "", "", data, 1, 0, Optional.empty()))
                    .bind("application", application)
                    .routes("""
                            - route:
                                from:
                                  uri: direct:patient
                                  steps:
                                    - to: kamelet:store-action
                            - route:
                                from:
                                  uri: direct:hasty
                                  steps:
                                    - to: store:demo
                            - route:
                                from:
                                  uri: direct:nobodys
                                  steps:
                                    - removeHeader: {name: CamelSmsApplication}
                                    - to: kamelet:store-action
                            - route:
                                from:
                                  uri: kamelet:store-source
                                  parameters: {application: demo}
                                  steps:
                                    - process: {ref: application}
                            """)
                    .start();
        }

        @Override
        public ConnectorHub hub() {
            return hub.connectors();
        }

        @Override
        public Collection<String> taken() {
            return taken;
        }

        @Override
        public List<Refusal> refusals() {
            return List.of(Refusal.of("a message of no application", "systemFailure", "direct:nobodys"));
        }

        @Override
        public void close() throws Exception {
            if (hub != null) {
                hub.close();
            }
            super.close();
        }
    }

    private final TestedSink sink = new Sink();

    @Override
    public TestedSink sink() {
        return sink;
    }
}
