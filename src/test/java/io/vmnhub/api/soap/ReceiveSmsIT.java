// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.api.soap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReceiveSmsIT {

    private SoapServer server;

    @BeforeEach
    void start() throws Exception {
        server = new SoapServer();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private List<String> texts(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Envelope.texts(Envelope.body(answer.body()), "message");
    }

    private List<String> received(HttpClient client, String application) throws Exception {
        return texts(server.call(client, application, "ReceiveSms", Envelope.getReceivedSms(application)));
    }

    private static HttpClient client() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    @Test
    void messagesAreHandedOutInOrderOnceAsTheStandardSays() throws Exception {
        String family = "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67 \u202Eשלום\u202C \r\n<&>";
        server.store("acme", SoapServer.message("m1", "Hello"));
        server.store("acme", SoapServer.message("m2", family));
        HttpResponse<String> answer = server.call("acme", "ReceiveSms", Envelope.getReceivedSms("acme"));
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/xml;charset=UTF-8");
        assertThat(texts(answer)).containsExactly("Hello", family);
        assertThat(Envelope.texts(Envelope.body(answer.body()), "dateTime")).containsOnly("2026-11-22T04:05:06+05:45");
        assertThat(Envelope.texts(Envelope.body(answer.body()), "senderAddress"))
                .containsOnly("tel:+447700900123");
        assertThat(Envelope.texts(Envelope.body(answer.body()), "smsServiceActivationNumber"))
                .containsOnly("tel:+447700900001");
        assertThat(server.pending("acme")).isZero();
        assertThat(received(client(), "acme")).isEmpty();
    }

    @Test
    void soap12IsAnsweredInSoap12() throws Exception {
        server.store("acme", SoapServer.message("m1", "Hello"));
        HttpResponse<String> answer = server.call("acme", "ReceiveSms", Envelope.soap12("", Envelope.receive("acme")));
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/soap+xml");
        assertThat(answer.body()).contains("http://www.w3.org/2003/05/soap-envelope");
        assertThat(texts(answer)).containsExactly("Hello");
        HttpResponse<String> refused =
                server.call("acme", "ReceiveSms", Envelope.soap12("", Envelope.receive("nobody")));
        assertThat(refused.body()).contains("Sender");
        assertThat(Envelope.refusal(refused.body()))
                .isEqualTo("ServiceException SVC0003 [registrationIdentifier, acme or one of its numbers]");
    }

    @Test
    void aRegistrationMayBeOneNumberAndIsNeverAnothersInbox() throws Exception {
        server.store("acme", SoapServer.message("m1", "one", "447700900001"));
        server.store("acme", SoapServer.message("m2", "two", "447700900002"));
        server.store("careful", SoapServer.message("m3", "not yours", "447700900003"));
        assertThat(texts(server.call("acme", "ReceiveSms", Envelope.getReceivedSms("tel:+447700900002"))))
                .containsExactly("two");
        assertThat(texts(server.call("acme", "ReceiveSms", Envelope.getReceivedSms("447700900003"))))
                .isEmpty();
        assertThat(Envelope.refusal(server.call("acme", "ReceiveSms", Envelope.getReceivedSms("careful"))
                        .body()))
                .isEqualTo("ServiceException SVC0003 [registrationIdentifier, acme or one of its numbers]");
        assertThat(texts(server.call("acme", "ReceiveSms", Envelope.getReceivedSms("acme"))))
                .containsExactly("one");
        assertThat(server.pending("careful")).isEqualTo(1);
    }

    @Test
    void atLeastOnceTheNextCallOnTheSameConnectionConfirms() throws Exception {
        HttpClient reader = client();
        for (int i = 1; i <= 3; i++) {
            server.store("careful", SoapServer.message("m" + i, "text " + i));
        }
        assertThat(received(reader, "careful")).containsExactly("text 1", "text 2");
        assertThat(server.pending("careful")).isEqualTo(3);
        assertThat(received(reader, "careful")).containsExactly("text 3");
        assertThat(server.pending("careful")).isEqualTo(1);
        assertThat(received(reader, "careful")).isEmpty();
        assertThat(server.pending("careful")).isZero();
    }

    @Test
    void atLeastOnceAReaderThatComesBackOnAnotherConnectionGetsTheMessagesAgain() throws Exception {
        server.store("careful", SoapServer.message("m1", "Hello"));
        assertThat(received(client(), "careful")).containsExactly("Hello");
        HttpClient restarted = client();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> received(restarted, "careful").equals(List.of("Hello")));
        assertThat(received(restarted, "careful")).isEmpty();
        assertThat(server.pending("careful")).isZero();
    }

    @Test
    void readersBesideEachOtherGetEachMessageOnce() throws Exception {
        List<String> texts = IntStream.range(0, 400).mapToObj(i -> "text " + i).toList();
        CompletableFuture<?>[] stores = texts.stream()
                .map(text -> server.inbox.store("acme", SoapServer.message(text.replace(' ', '-'), text)))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(stores).get(30, TimeUnit.SECONDS);
        Queue<String> received = new ConcurrentLinkedQueue<>();
        ExecutorService readers = Executors.newFixedThreadPool(4);
        List<Future<?>> all = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            String number = i % 2 == 0 ? "acme" : "447700900001";
            all.add(readers.submit(() -> {
                HttpClient reader = client();
                for (List<String> batch = List.of(""); !batch.isEmpty(); ) {
                    batch = texts(server.call(reader, "acme", "ReceiveSms", Envelope.getReceivedSms(number)));
                    received.addAll(batch);
                }
                return null;
            }));
        }
        for (Future<?> reader : all) {
            reader.get(60, TimeUnit.SECONDS);
        }
        readers.shutdown();
        received.addAll(received(client(), "acme"));
        assertThat(received).containsExactlyInAnyOrderElementsOf(texts);
    }

    @Test
    void callsThatWaitForTheDatabaseHoldUpNobody() throws Exception {
        server.store("acme", SoapServer.message("m1", "Hello"));
        List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
        server.databaseHeld.writeLock().lock();
        try {
            for (int i = 0; i < 100; i++) {
                waiting.add(server.callLater("acme", "ReceiveSms", Envelope.getReceivedSms("acme")));
            }
            assertThat(Envelope.refusal(server.call("acme", "ReceiveSms", Envelope.getReceivedSms("nobody"))
                            .body()))
                    .contains("SVC0003");
            assertThat(waiting).noneMatch(CompletableFuture::isDone);
        } finally {
            server.databaseHeld.writeLock().unlock();
        }
        List<String> received = new ArrayList<>();
        for (CompletableFuture<HttpResponse<String>> one : waiting) {
            received.addAll(texts(one.get(60, TimeUnit.SECONDS)));
        }
        assertThat(received).containsExactly("Hello");
    }

    @Test
    void tooManyCallsAreRefusedByPolicy() throws Exception {
        HttpResponse<String> answer = server.call("strict", "ReceiveSms", Envelope.getReceivedSms("strict"));
        for (int i = 0; i < 50 && answer.statusCode() == 200; i++) {
            answer = server.call("strict", "ReceiveSms", Envelope.getReceivedSms("strict"));
        }
        assertThat(Envelope.refusal(answer.body())).isEqualTo("PolicyException POL0001 [TooManyRequests]");
        assertThat(answer.body()).contains("A policy error occurred. Error code is TooManyRequests");
    }
}
