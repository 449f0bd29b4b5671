// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import io.vmnhub.contract.AnsweringSink;
import io.vmnhub.contract.AnsweringSinkContract;
import io.vmnhub.contract.ConnectorHub;
import io.vmnhub.contract.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;

class SmppClientContractIT implements AnsweringSinkContract {

    private static final class Sink implements AnsweringSink {

        private final Partner partner = new Partner();
        private ConnectorHub hub;

        @Override
        public void open() throws Exception {
            hub = new ConnectorHub();
            for (Map.Entry<String, Integer> route :
                    Map.of("patient", 60_000, "hasty", 1_000).entrySet()) {
                hub.routes("""
                        - route:
                            from:
                              uri: direct:%s
                              steps:
                                - to:
                                    uri: kamelet:smpp-client-sink
                                    parameters:
                                      host: 127.0.0.1
                                      port: %d
                                      systemId: hub
                                      password: sesame
                                      reconnectMillis: 200
                                      maxWaiting: 5000
                                      responseMillis: %d
                                      confirmMillis: %3$d
                        """.formatted(route.getKey(), partner.port(), route.getValue()));
            }
            partner.open();
            hub.start();
        }

        @Override
        public ConnectorHub hub() {
            return hub;
        }

        @Override
        public void confirm() {
            partner.answer = 0;
            partner.release();
        }

        @Override
        public void hold() {
            partner.hold();
        }

        @Override
        public void leave() throws Exception {
            partner.close();
        }

        @Override
        public void comeBack() throws Exception {
            confirm();
            partner.open();
        }

        @Override
        public Collection<String> taken() {
            return partner.submitted.stream()
                    .map(submitted -> new String(submitted.getShortMessage(), StandardCharsets.UTF_16BE))
                    .toList();
        }

        @Override
        public List<Refusal> refusals() {
            return List.of(
                    refusal(0x14, "sm-DeliveryFailure(memoryCapacityExceeded)"),
                    refusal(0x58, "systemFailure"),
                    refusal(0x65, "sm-DeliveryFailure(equipmentProtocolError)"),
                    refusal(0x0B, "unidentifiedSubscriber"));
        }

        private Refusal refusal(int commandStatus, String error) {
            return Refusal.answered(
                    "command_status " + Integer.toHexString(commandStatus),
                    error,
                    () -> partner.answer = commandStatus);
        }

        @Override
        public void close() throws Exception {
            if (hub != null) {
                hub.close();
            }
            partner.close();
        }
    }

    private final AnsweringSink sink = new Sink();

    @Override
    public AnsweringSink sink() {
        return sink;
    }
}
