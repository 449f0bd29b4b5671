// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import static io.vmnhub.component.smppserver.Accounts.account;
import static io.vmnhub.component.smppserver.Esme.esme;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.sms.MapUserErrorException;
import io.vmnhub.sms.ShortMessage;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jsmpp.bean.DeliverSm;
import org.jsmpp.bean.InterfaceVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A joined message goes to a session of SMPP 3.3, which has no message_payload, in several deliver_sm, and is confirmed
 * by all of them.
 */
@Timeout(30)
class SmppPartsIT {

    private static final String TEXT = "0123456789".repeat(50);

    private static Esme old() {
        return esme().version(InterfaceVersion.IF_33);
    }

    private static String text(List<DeliverSm> parts) {
        StringBuilder text = new StringBuilder();
        parts.forEach(part -> text.append(new String(part.getShortMessage(), 6, part.getShortMessage().length - 6)));
        return text.toString();
    }

    @Test
    void itsPartsComeInTheirOrderAndInOneSession() throws Exception {
        try (Server server = Server.with(account().window(1));
                Esme one = old().bind(server.port());
                Esme two = old().bind(server.port())) {
            await().until(() -> server.bound() == 2);
            assertThat(server.deliver(Sms.joined(TEXT)).get(5, TimeUnit.SECONDS))
                    .isNull();
            assertThat(server.deliver(Sms.text("short")).get(5, TimeUnit.SECONDS))
                    .isNull();
            Esme whole = one.received.size() > 1 ? one : two;
            assertThat(text(whole.received)).isEqualTo(TEXT);
            assertThat(one.received.size() + two.received.size()).isEqualTo(5);
            assertThat(server.server.sessions())
                    .allSatisfy(session -> assertThat(session.inWindow()).isZero());
        }
    }

    @Test
    void aPartThatIsRefusedRefusesIt() throws Exception {
        AtomicInteger parts = new AtomicInteger();
        try (Server server = Server.with(account());
                Esme esme = old().answering(part -> parts.incrementAndGet() == 2 ? 0x14 : 0)
                        .bind(server.port())) {
            await().until(() -> server.bound() == 1);
            assertThat(server.deliver(Sms.joined(TEXT)).get(5, TimeUnit.SECONDS).error())
                    .hasToString("sm-DeliveryFailure(memoryCapacityExceeded)");
            assertThat(esme.received).hasSize(2);
        }
    }

    @Test
    void whenTheSessionDiesBetweenPartsAnotherGetsAllOfThem() throws Exception {
        Esme[] dying = new Esme[1];
        AtomicInteger parts = new AtomicInteger();
        dying[0] = old().answering(part -> {
            if (parts.incrementAndGet() == 2) {
                try {
                    dying[0].die();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            }
            return 0;
        });
        try (Server server = Server.with(account())) {
            dying[0].bind(server.port());
            await().until(() -> server.bound() == 1);
            ShortMessage message = Sms.joined(TEXT);
            Esme heir = old().bind(server.port());
            await().until(() -> server.bound() == 2);
            CompletableFuture<MapUserErrorException> first = server.deliver(message);
            CompletableFuture<MapUserErrorException> second = server.deliver(message);
            assertThat(first.get(10, TimeUnit.SECONDS)).isNull();
            assertThat(second.get(10, TimeUnit.SECONDS)).isNull();
            assertThat(heir.received).hasSize(8);
            assertThat(text(heir.received)).hasSize(2 * TEXT.length());
            heir.close();
        }
    }
}
