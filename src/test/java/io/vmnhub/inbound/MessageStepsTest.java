// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vmnhub.exchange.ShortMessageModule;
import io.vmnhub.exchange.ShortMessageSupport;
import io.vmnhub.numbering.MessagePolicy;
import io.vmnhub.numbering.MessagePolicy.Incomplete;
import io.vmnhub.numbering.MessagePolicy.LongMessages;
import io.vmnhub.peer.sms.SmsDeliverTpdu;
import io.vmnhub.sms.EightBitCharset;
import io.vmnhub.sms.EightBitText;
import io.vmnhub.sms.EightBitText.Unmappable;
import io.vmnhub.sms.MapUserErrorException;
import io.vmnhub.sms.ShortMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MessageStepsTest {

    private static final LongMessageLimits QUICK =
            new LongMessageLimits(100, 1_000, 100, 10, Duration.ofMillis(1), Duration.ofMillis(2));

    @TempDir
    private Path folder;

    private final ConcurrentLinkedQueue<ShortMessage> delivered = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<ShortMessage> joined = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<ShortMessage> dead = new ConcurrentLinkedQueue<>();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile boolean storeIsAway;
    private DefaultCamelContext context;
    private MessageSteps steps;

    /** Keeps joined messages in memory. */
    private final class Keeping implements JoinedStore {

        @Override
        public void store(String application, ShortMessage message, Consumer<Exception> whenEnded) {
            keep(joined, application, message, whenEnded);
        }

        @Override
        public void bury(
                String application,
                ShortMessage message,
                String reason,
                Instant diedAt,
                Consumer<Exception> whenEnded) {
            assertThat(reason).isNotBlank();
            keep(dead, application, message, whenEnded);
        }

        private void keep(
                ConcurrentLinkedQueue<ShortMessage> place,
                String application,
                ShortMessage message,
                Consumer<Exception> whenEnded) {
            assertThat(application).isEqualTo("demo");
            if (storeIsAway) {
                refused.incrementAndGet();
                whenEnded.accept(new IOException("the store is away"));
            } else {
                place.add(message);
                whenEnded.accept(null);
            }
        }
    }

    private void start(MessagePolicy settings) throws Exception {
        context = new DefaultCamelContext();
        ShortMessageSupport.register(context);
        steps = new MessageSteps(
                context,
                folder,
                Parts.policies(settings),
                1_024,
                QUICK,
                new Keeping(),
                Optional.empty(),
                new SimpleMeterRegistry());
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in")
                        .process("duplicates")
                        .process("wholeMessages")
                        .process("eightBitText")
                        .to("direct:demo");
                from("direct:demo").process(exchange -> {
                    assertThat(exchange.getMessage().getHeader("CamelSmsApplication"))
                            .isEqualTo("demo");
                    delivered.add(exchange.getMessage().getBody(ShortMessage.class));
                });
            }
        });
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
        steps.close();
    }

    private Exception send(ShortMessage message) {
        Exchange exchange = context.createFluentProducerTemplate()
                .to("direct:in")
                .withBody(message)
                .withHeader("CamelSmsApplication", "demo")
                .send();
        return exchange.getException();
    }

    private static MessagePolicy settings(
            EightBitText eightBit, LongMessages longMessages, Duration incompleteAfter, Incomplete incomplete) {
        return new MessagePolicy(
                eightBit,
                longMessages,
                incompleteAfter,
                incomplete,
                MessagePolicy.Duplicates.ACKNOWLEDGE,
                Duration.ofHours(24));
    }

    private static EightBitText utf8(Unmappable unmappable) {
        return new EightBitText(Optional.of(EightBitCharset.of("UTF-8")), unmappable);
    }

    private ShortMessage deadLetter() {
        await().until(() -> dead.size() == 1);
        return dead.peek();
    }

    private static ShortMessage octets(int... octets) {
        byte[] data = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            data[i] = (byte) octets[i];
        }
        return Parts.message(SmsDeliverTpdu.from("447700900123").binary(data));
    }

    @Test
    void withoutSettingsEveryPartIsDeliveredByItself() throws Exception {
        start(MessagePolicy.DEFAULT);
        Parts.of("aabbcc", 7, 3).forEach(part -> assertThat(send(part)).isNull());
        assertThat(delivered).extracting(ShortMessage::text).containsExactly("aa", "bb", "cc");
        assertThat(send(Parts.of("aabbcc", 7, 3).get(1))).isNull();
        assertThat(delivered).hasSize(3);
    }

    @Test
    void aWholeMessageIsDeliveredOnceWhateverComesAgain() throws Exception {
        start(Parts.whole());
        for (int i : new int[] {2, 0, 0, 1, 2, 1, 0}) {
            assertThat(send(Parts.of("aabbcc", 7, 3).get(i))).isNull();
        }
        await().until(() -> joined.size() == 1);
        assertThat(joined.peek().text()).isEqualTo("aabbcc");
        assertThat(send(Parts.hello())).isNull();
        assertThat(delivered).hasSize(1);
    }

    @Test
    void eightBitDataHasTheTextThatIsAgreedAndItsOctets() throws Exception {
        start(settings(utf8(Unmappable.FAIL), LongMessages.PARTS, Duration.ofMinutes(15), Incomplete.DELIVER));
        assertThat(send(octets(0xE2, 0x82, 0xAC))).isNull();
        assertThat(delivered.peek().text()).isEqualTo("€");
        assertThat(delivered.peek().userData()).hasSize(3);
        assertThat(send(octets(0xFF))).isInstanceOf(MapUserErrorException.class);
        assertThat(delivered).hasSize(1);
    }

    @Test
    void aJoinedMessageThatNobodyCanReadIsADeadLetterWithItsOctets() throws Exception {
        start(settings(utf8(Unmappable.FAIL), LongMessages.WHOLE, Duration.ofMinutes(15), Incomplete.DELIVER));
        for (int number = 1; number <= 2; number++) {
            assertThat(send(Parts.message(SmsDeliverTpdu.from("447700900123")
                            .part(1, number, 2)
                            .binary((byte) 0xFF))))
                    .isNull();
        }
        assertThat(deadLetter().userData()).containsExactly(0xFF, 0xFF);
        assertThat(delivered).isEmpty();
    }

    @Test
    void anIncompleteMessageIsADeadLetterWhereThatIsWanted() throws Exception {
        start(settings(EightBitText.BINARY, LongMessages.WHOLE, Duration.ofMillis(1), Incomplete.DEAD_LETTER));
        assertThat(send(Parts.of("aabbcc", 7, 3).get(1))).isNull();
        ShortMessage letter = deadLetter();
        assertThat(letter.text()).isEqualTo("[...]bb[...]");
        assertThat(letter.joined().orElseThrow().missing()).containsExactly(1, 3);
        assertThat(delivered).isEmpty();
    }

    @Test
    void whatTheStoreDoesNotTakeIsHandedOverAgain() throws Exception {
        start(Parts.whole());
        storeIsAway = true;
        Parts.of("aabb", 7, 2).forEach(part -> assertThat(send(part)).isNull());
        await().until(() -> refused.get() >= 2);
        storeIsAway = false;
        await().until(() -> joined.size() == 1);
        assertThat(joined.peek().text()).isEqualTo("aabb");
    }

    @Test
    void deadLettersOfAnEarlierVersionAreMovedAndADamagedOneStays() throws Exception {
        Path place = Files.createDirectories(folder.resolve("dead-letters/demo"));
        ObjectNode letter = ShortMessageModule.objectMapper().valueToTree(Parts.hello());
        letter.putObject("deadLetter").put("reason", "refused").put("diedAt", "2026-11-22T10:00:00Z");
        Files.writeString(place.resolve("1.json"), letter.toString());
        Files.writeString(place.resolve("2.json"), "{\n  \"id\": \"0\", \u0001");
        start(Parts.whole());
        storeIsAway = true;
        steps.moveFormerDeadLetters();
        await().until(() -> refused.get() == 1);
        assertThat(place.resolve("1.json")).exists();
        storeIsAway = false;
        steps.moveFormerDeadLetters();
        assertThat(deadLetter().text()).isEqualTo("Hello");
        await().until(() -> !Files.exists(place.resolve("1.json")));
        assertThat(place.resolve("2.json")).exists();
        Files.delete(place.resolve("2.json"));
        steps.moveFormerDeadLetters();
        await().until(() -> !Files.exists(folder.resolve("dead-letters")));
    }
}
