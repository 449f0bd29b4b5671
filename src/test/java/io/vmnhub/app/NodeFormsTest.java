// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmnhub.cluster.MemoryFarm;
import io.vmnhub.cluster.SharedMap;
import io.vmnhub.contract.Messages;
import io.vmnhub.fixture.NodeForms;
import io.vmnhub.hlr.CorrelationImsis;
import io.vmnhub.hlr.MessageWaiting;
import io.vmnhub.hlr.MessageWaiting.Cause;
import io.vmnhub.hlr.WaitingCentre;
import io.vmnhub.screening.FactForm;
import io.vmnhub.screening.Memory;
import io.vmnhub.sms.MapUserError;
import io.vmnhub.sms.MapUserErrorException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What nodes of all versions have told each other, read by this one. */
class NodeFormsTest {

    private static final Instant TIME = Instant.ofEpochMilli(1_700_000_000_000L);
    private static final MapUserErrorException REFUSED = new MapUserErrorException(
            new MapUserError(
                    MapUserError.Code.SM_DELIVERY_FAILURE,
                    OptionalInt.of(0),
                    Optional.of(new byte[] {1, 2}),
                    Optional.of(TIME)),
            "no room");

    private static final FactForm<Long> TIMES = new FactForm<>() {
        @Override
        public void write(DataOutput out, Long time) throws IOException {
            out.writeLong(time);
        }

        @Override
        public Long read(DataInput in) throws IOException {
            return in.readLong();
        }
    };

    private final MemoryFarm farm = new MemoryFarm();
    private final MemoryFarm.Node first = farm.join("node-1");
    private final MemoryFarm.Node second = farm.join("node-2");

    @Test
    void messagesThatAreHandedOver() {
        HandedOver message = new HandedOver("acme", "demo", Duration.ofMillis(1_500), Messages.hello());
        NodeForms.assertRead("handed-over", message, HandedOver::read);
        assertThat(message.octets()[0]).isEqualTo(NodeForms.latest("handed-over")[0]);
    }

    @Test
    void outcomesOfMessages() {
        NodeForms.assertRead(
                "outcome.confirmed", true, octets -> HandedOver.outcome(octets).isEmpty());
        NodeForms.assertWritten("outcome.confirmed", HandedOver.outcome((MapUserErrorException) null));
        NodeForms.assertRead(
                "outcome.refused",
                "no room 32 0 2023-11-14T22:13:20Z",
                octets -> described(HandedOver.outcome(octets).orElseThrow()));
        NodeForms.assertWritten("outcome.refused", HandedOver.outcome(REFUSED));
        byte[] unknown = NodeForms.latest("outcome.refused");
        unknown[1] = 9;
        assertThatThrownBy(() -> HandedOver.outcome(unknown)).hasMessageContaining("of kind 9");
    }

    private static String described(MapUserErrorException failure) {
        MapUserError error = failure.error();
        return failure.reason() + " " + error.code().value() + " "
                + error.cause().orElseThrow() + " "
                + error.requestedRetransmissionTime().orElseThrow();
    }

    @Test
    void messageWaitingData() {
        MessageWaiting waiting = new MessageWaiting(
                "447700900001",
                "acme",
                Cause.SUSPENDED,
                true,
                List.of(new WaitingCentre("441", 1, TIME, TIME.plusSeconds(100))));
        NodeForms.assertRead("message-waiting", waiting, octets -> FarmWaiting.read("447700900001", octets));
        NodeForms.assertWritten("message-waiting", FarmWaiting.octets(waiting));
        byte[] unknown = new String(NodeForms.latest("message-waiting"), ISO_8859_1)
                .replace("SUSPENDED", "HIBERNATE")
                .getBytes(ISO_8859_1);
        assertThat(FarmWaiting.read("447700900001", unknown).notReachable()).isTrue();
    }

    @Test
    void facts() {
        SharedMap map = first.map("gray-list", 100);
        map.put("a key".getBytes(UTF_8), NodeForms.latest("fact"), Duration.ZERO);
        Memory<Long> there = new FarmMemories(second).create("gray-list", TIMES, 100, time -> Duration.ofHours(1));
        assertThat(there.find("a key")).contains(TIME.toEpochMilli());
        there.remember("a key", TIME.toEpochMilli());
        NodeForms.assertWritten("fact", map.get("a key".getBytes(UTF_8)).orElseThrow());
    }

    @Test
    void correlationImsis() {
        SharedMap map = first.map("correlation-imsis", 100);
        map.put("234159999999999".getBytes(UTF_8), NodeForms.latest("correlation-imsi"), Duration.ZERO);
        CorrelationImsis imsis = new CorrelationImsis(
                "23415999",
                Duration.ofHours(1),
                100,
                CorrelationImsis.Exhausted.REFUSE,
                imsi -> false,
                TIME::toEpochMilli);
        new FarmImsis(imsis, second.map("correlation-imsis", 100), Duration.ofHours(2)).join();
        assertThat(imsis.find("234159999999999", "4477", "4478").msisdn()).contains("447700900001");
        String given = imsis.give("447700900002", "4477", "4478").orElseThrow();
        assertThat(map.get(given.getBytes(UTF_8)).orElseThrow()[0]).isEqualTo(NodeForms.latest("correlation-imsi")[0]);
    }
}
