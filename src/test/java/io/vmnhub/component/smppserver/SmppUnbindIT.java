// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import static io.vmnhub.component.smppserver.Accounts.account;
import static io.vmnhub.component.smppserver.Esme.esme;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.sms.MapUserErrorException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of messages that an ESME has when it unbinds. */
@Timeout(30)
class SmppUnbindIT {

    private static final byte[] UNBIND = RawEsme.pdu(0x06, 0, 7, new byte[0]);
    private static final byte[] UNBIND_RESP = RawEsme.pdu(0x80000006, 0, 7, new byte[0]);

    private static byte[] response(byte[] message, int status) {
        return RawEsme.pdu(0x80000005, status, ByteBuffer.wrap(message).getInt(12), new byte[1]);
    }

    @Test
    void aResponseAfterTheUnbindConfirmsItsMessageAndUnbindRespWaitsForIt() throws Exception {
        try (Server server = Server.with(account());
                RawEsme esme = RawEsme.bound(server.port())) {
            CompletableFuture<MapUserErrorException> one = server.deliver(Sms.text("one"));
            byte[] first = esme.receive();
            CompletableFuture<MapUserErrorException> two = server.deliver(Sms.text("two"));
            byte[] second = esme.receive();
            esme.send(UNBIND).send(response(first, 0));
            assertThat(one.get(5, TimeUnit.SECONDS)).isNull();
            esme.send(response(second, 0x14));
            assertThat(two.get(5, TimeUnit.SECONDS).error()).hasToString("sm-DeliveryFailure(memoryCapacityExceeded)");
            assertThat(esme.receive()).isEqualTo(UNBIND_RESP);
            assertThat(esme.commands()).as("the hub closes").isEmpty();
        }
    }

    @Test
    void aResponseAfterTheUnbindRespConfirmsItsMessage() throws Exception {
        try (Server server = Server.with(account());
                RawEsme esme = RawEsme.bound(server.port())) {
            CompletableFuture<MapUserErrorException> end = server.deliver(Sms.text("Hello"));
            byte[] message = esme.receive();
            esme.send(UNBIND);
            assertThat(esme.receive()).as("after a second at most").isEqualTo(UNBIND_RESP);
            assertThat(end).isNotDone();
            esme.send(response(message, 0)).close();
            assertThat(end.get(5, TimeUnit.SECONDS)).isNull();
        }
    }

    @Test
    void aResponseThatComesWithTheCloseConfirmsItsMessage() throws Exception {
        try (Server server = Server.with(account());
                RawEsme esme = RawEsme.bound(server.port())) {
            CompletableFuture<MapUserErrorException> end = server.deliver(Sms.text("Hello"));
            byte[] message = esme.receive();
            esme.send(ByteBuffer.allocate(UNBIND.length + 17)
                            .put(UNBIND)
                            .put(response(message, 0))
                            .array())
                    .close();
            assertThat(end.get(5, TimeUnit.SECONDS)).isNull();
        }
    }

    @Test
    void whatHasNoResponseWhenTheEsmeHasClosedGoesToAnotherSession() throws Exception {
        try (Server server = Server.with(account());
                RawEsme leaving = RawEsme.bound(server.port())) {
            CompletableFuture<MapUserErrorException> end = server.deliver(Sms.text("Hello"));
            leaving.receive();
            try (Esme staying = esme().bind(server.port())) {
                leaving.send(UNBIND);
                await().until(() -> server.bound() == 1);
                assertThat(server.deliver(Sms.text("to who stays")).get(5, TimeUnit.SECONDS))
                        .isNull();
                assertThat(leaving.receive())
                        .as("no more messages for who leaves")
                        .isEqualTo(UNBIND_RESP);
                leaving.close();
                assertThat(end.get(5, TimeUnit.SECONDS)).isNull();
                assertThat(staying.received).hasSize(2);
            }
        }
    }

    @Test
    void itsPlaceIsFreeWhenItHasTheAnswer() throws Exception {
        try (Server server = Server.with(account().maxSessions(1))) {
            for (int i = 0; i < 20; i++) {
                try (RawEsme esme = RawEsme.bound(server.port())) {
                    esme.send(UNBIND);
                    assertThat(esme.receive()).isEqualTo(UNBIND_RESP);
                    RawEsme.bound(server.port()).send(UNBIND).receive();
                }
            }
        }
    }
}
