// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import static io.vmnhub.component.smppserver.Accounts.account;
import static io.vmnhub.component.smppserver.Esme.esme;

import io.vmnhub.contract.AnsweringSink;
import io.vmnhub.contract.AnsweringSinkContract;
import io.vmnhub.contract.ConnectorHub;
import io.vmnhub.contract.Refusal;
import io.vmnhub.smpp.SmppSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.jsmpp.bean.DeliverSm;

class SmppServerContractIT implements AnsweringSinkContract {

    private static final class Sink implements AnsweringSink {

        private static final Map<String, Duration> ACCOUNTS =
                Map.of("patient", Duration.ofMinutes(1), "hasty", Duration.ofSeconds(1));

        private final Queue<String> taken = new ConcurrentLinkedQueue<>();
        private final List<Esme> sessions = new ArrayList<>();
        private volatile CountDownLatch answers = new CountDownLatch(0);
        private volatile int status;
        private ConnectorHub hub;
        private SmppServerComponent component;

        @Override
        public void open() throws Exception {
            hub = new ConnectorHub();
            component = new SmppServerComponent(hub.context());
            component.setSettings(new SmppSettings(
                    "vmnhub",
                    List.of(new SmppSettings.Listener("127.0.0.1", 0, Optional.empty())),
                    SmppSettings.Guard.DEFAULT,
                    ACCOUNTS.entrySet().stream()
                            .map(each -> account()
                                    .named(each.getKey())
                                    .responseTimeout(each.getValue())
                                    .confirmWithin(each.getValue())
                                    .maxWaiting(5_000)
                                    .mapError(0x400, "callBarred")
                                    .build())
                            .toList()));
            hub.context().addComponent("smpp-server", component);
            for (String name : ACCOUNTS.keySet()) {
                hub.routes("""
                        - route:
                            from:
                              uri: direct:%1$s
                              steps:
                                - to: kamelet:smpp-server-sink?account=%1$s
                        """.formatted(name));
            }
            hub.start();
        }

        @Override
        public ConnectorHub hub() {
            return hub;
        }

        @Override
        public void confirm() throws Exception {
            status = 0;
            answers.countDown();
            if (component.getServer().sessions().size() < ACCOUNTS.size()) {
                comeBack();
            }
        }

        @Override
        public void hold() {
            answers = new CountDownLatch(1);
        }

        @Override
        public void leave() {
            answers.countDown();
            sessions.forEach(esme -> esme.session.unbindAndClose());
            sessions.clear();
            awaitBound(0);
        }

        @Override
        public void comeBack() throws Exception {
            leave();
            status = 0;
            for (String name : ACCOUNTS.keySet()) {
                sessions.add(esme().named(name, "secret")
                        .counting()
                        .answering(this::answer)
                        .bind(component.getServer().ports().get(0)));
            }
            awaitBound(ACCOUNTS.size());
        }

        private void awaitBound(int count) {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> component.getServer().sessions().size() == count);
        }

        private int answer(DeliverSm message) {
            try {
                answers.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return 0x08;
            }
            taken.add(new String(message.getShortMessage(), StandardCharsets.UTF_16BE));
            return status;
        }

        @Override
        public Collection<String> taken() {
            return taken;
        }

        @Override
        public String awayError() {
            return "absentSubscriberSM";
        }

        @Override
        public List<Refusal> refusals() {
            return List.of(
                    refusal(0x14, "sm-DeliveryFailure(memoryCapacityExceeded)"),
                    refusal(0x58, "systemFailure"),
                    refusal(0x64, "systemFailure"),
                    refusal(0x08, "systemFailure"),
                    refusal(0x65, "sm-DeliveryFailure(equipmentProtocolError)"),
                    refusal(0x66, "sm-DeliveryFailure(equipmentProtocolError)"),
                    refusal(0x0B, "unidentifiedSubscriber"),
                    refusal(0x400, "callBarred"),
                    refusal(0x401, "systemFailure"));
        }

        private Refusal refusal(int commandStatus, String error) {
            return Refusal.answered(
                    "command_status " + Integer.toHexString(commandStatus), error, () -> status = commandStatus);
        }

        @Override
        public void close() {
            answers.countDown();
            sessions.forEach(Esme::close);
            if (hub != null) {
                hub.close();
            }
        }
    }

    private final AnsweringSink sink = new Sink();

    @Override
    public AnsweringSink sink() {
        return sink;
    }
}
