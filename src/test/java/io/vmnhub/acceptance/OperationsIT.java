// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static io.vmnhub.acceptance.Scene.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmnhub.peer.Answer;
import io.vmnhub.peer.Dialogue;
import io.vmnhub.peer.map.Arguments;
import io.vmnhub.peer.map.MapError;
import io.vmnhub.peer.map.Operation;
import io.vmnhub.peer.sms.SmsDeliverTpdu;
import io.vmnhub.peer.tcap.TransactionId;
import io.vmnhub.peer.wire.Octets;
import io.vmnhub.peer.wire.Tlv;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** sendRoutingInfoForSM and forwardSM in every version, right and wrong, as an SMSC sees them. */
class OperationsIT {

    @TempDir
    private static Path folder;

    private static Scene scene;

    @BeforeAll
    static void open() throws Exception {
        scene = Scene.demo(folder);
    }

    @AfterAll
    static void close() {
        Scene.close(scene);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void routingInfoOfOurNumberIsItsImsiAndTheHubAsMsc(int version) {
        Answer answer = scene.smsc().sriSm(version, "447700900007");
        assertThat(answer.imsi()).isEqualTo("234150000000007");
        assertThat(answer.networkNodeNumber()).isEqualTo("447700000001");
        assertThat(answer.endsDialogue()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aNumberThatIsNotOursIsAnUnknownSubscriber(int version) {
        assertThat(scene.smsc().sriSm(version, "447700909999").error().code()).isEqualTo(MapError.UNKNOWN_SUBSCRIBER);
    }

    /**
     * Nature of address 2 (national) without the country code: nothing says which country, so the number is not known.
     */
    @ParameterizedTest
    @CsvSource({
        "a1, 7700900007, false",
        "91, 7700900007, false",
        "91, 447700900007, true",
        "81, 447700900007, true",
        "a1, 447700900007, true"
    })
    void theDigitsOfTheNumberDecideWhateverItsNature(String nature, String digits, boolean known) {
        StringBuilder swapped = new StringBuilder(nature);
        String even = digits.length() % 2 == 0 ? digits : digits + "f";
        for (int i = 0; i < even.length(); i += 2) {
            swapped.append(even.charAt(i + 1)).append(even.charAt(i));
        }
        Dialogue dialogue = scene.smsc().dialogue(io.vmnhub.peer.map.ApplicationContext.shortMsgGateway(3));
        CompletableFuture<Answer> answer = dialogue.invoke(
                Operation.SEND_ROUTING_INFO_FOR_SM,
                Tlv.of(
                        0x30,
                        new Tlv(0x80, Octets.hex(swapped.toString())),
                        Tlv.of(0x81, (byte) 0xff),
                        new Tlv(0x82, Octets.hex("91447700000001"))));
        dialogue.send();
        if (known) {
            assertThat(answer.join().imsi()).isEqualTo("234150000000007");
        } else {
            assertThat(answer.join().error().code()).isEqualTo(MapError.UNKNOWN_SUBSCRIBER);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aMessageReachesTheApplicationAndIsConfirmed(int version) {
        Answer answer = scene.smsc()
                .forwardSm(
                        version,
                        Scene.WEB,
                        SmsDeliverTpdu.from("447700900123")
                                .gsm7("Hello version " + version)
                                .timestamp(OffsetDateTime.parse("2026-02-03T04:05:06-03:30"))
                                .encode());
        assertThat(answer.isResult()).isTrue();
        JsonNode message = scene.application().message("Hello version " + version);
        assertThat(message.path("to").toString()).contains("447700900000");
        assertThat(message.path("from").toString()).contains("447700900123");
        assertThat(OffsetDateTime.parse(message.path("serviceCentreTimestamp").asText()))
                .isEqualTo(OffsetDateTime.parse("2026-02-03T04:05:06-03:30"));
        assertThat(message.path("serviceCentreTimestamp").asText()).endsWith("-03:30");
        assertThat(message.path("serviceCentreAddress").asText())
                .as(message.toString())
                .isEqualTo("+447700000100");
    }

    /** noSM-RP-OA, and the address of a mobile in its place. */
    @ParameterizedTest
    @ValueSource(strings = {"8500", "8207914477009000f1", "840191"})
    void aMessageThatNamesNoServiceCentreHasNone(String origin) {
        Answer answer = forwardSm(Tlv.decode(Octets.hex(origin)), text("no service centre " + origin));
        assertThat(answer.isResult()).isTrue();
        assertThat(scene.application()
                        .message("no service centre " + origin)
                        .get("serviceCentreAddress")
                        .isNull())
                .isTrue();
    }

    private static Answer forwardSm(Tlv origin, byte[] tpdu) {
        return scene.smsc()
                .mtDialogue(3)
                .invokeNow(Operation.MT_FORWARD_SM, Arguments.forwardSm(Arguments.imsi(Scene.WEB), origin, tpdu, false))
                .join();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0091", "00d0", "0081"})
    void anOriginatingAddressOfLengthZeroIsNone(String address) {
        byte[] tpdu = Octets.hex("04" + address + "0000" + "62702121436580" + "0161");
        assertThat(scene.smsc().forwardSm(3, Scene.WEB, tpdu).isResult()).isTrue();
        await().until(() -> scene.application().posted().stream()
                .anyMatch(posted -> posted.message().path("from").isNull()));
    }

    /** Only the fill bits behind the header are missing: a count of waiting messages, and nothing else. */
    @Test
    void aHeaderAloneWithoutItsFillBitsIsTaken() {
        assertThat(scene.smsc()
                        .forwardSm(3, Scene.WEB, Octets.hex("440c91449711214365000062702121436580060401028005"))
                        .isResult())
                .isTrue();
        await().until(() -> scene.application().posted().stream()
                .anyMatch(posted -> posted.message().path("messagesWaiting").size() == 1));
    }

    @Test
    void theReservedMessageTypeIsReadAsSmsDeliver() {
        assertThat(scene.smsc()
                        .forwardSm(3, Scene.WEB, Octets.hex("070c9144971121436500006270212143658005e8329bfd06"))
                        .isResult())
                .isTrue();
        assertThat(scene.application().message("hello")).isNotNull();
    }

    @Test
    void everyAlphabetArrivesAsItWasSent() {
        scene.smsc()
                .forwardSm(
                        3,
                        Scene.WEB,
                        SmsDeliverTpdu.fromName("ACME Ltd")
                                .gsm7("Grüße: 5 € {für} Æ?")
                                .encode());
        JsonNode gsm = scene.application().message("Grüße: 5 € {für} Æ?");
        assertThat(gsm.path("from").toString()).contains("ACME Ltd");
        assertThat(gsm.path("alphabet").asText()).isEqualToIgnoringCase("gsm7");
        scene.smsc()
                .forwardSm(
                        2,
                        Scene.WEB,
                        SmsDeliverTpdu.from("447700900123")
                                .ucs2("שלום 👋 Привет")
                                .encode());
        assertThat(scene.application()
                        .message("שלום 👋 Привет")
                        .path("alphabet")
                        .asText())
                .isEqualToIgnoringCase("ucs2");
        assertThat(scene.smsc()
                        .forwardSm(
                                3,
                                Scene.WEB,
                                SmsDeliverTpdu.from("447700900123")
                                        .binary(Octets.hex("00ff80a5"))
                                        .encode())
                        .isResult())
                .isTrue();
        assertThat(scene.application().posted())
                .anyMatch(posted -> posted.message().toString().toLowerCase().contains("00ff80a5"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void anImsiThatIsNotOursIsAnUnidentifiedSubscriber(int version) {
        assertThat(scene.smsc()
                        .forwardSm(version, Scene.UNKNOWN, text("lost"))
                        .error()
                        .code())
                .isEqualTo(MapError.UNIDENTIFIED_SUBSCRIBER);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void anLmsiThatTheHubNeverGaveIsAnUnidentifiedSubscriber(int version) {
        Dialogue dialogue = scene.smsc().mtDialogue(version);
        CompletableFuture<Answer> answer = dialogue.invoke(
                Operation.forwardSm(version),
                Arguments.forwardSm(
                        Arguments.lmsi(new byte[] {1, 2, 3, 4}),
                        Arguments.serviceCentreAddressOa("447700000100"),
                        text("lmsi"),
                        false));
        dialogue.send();
        assertThat(answer.join().error().code()).isEqualTo(MapError.UNIDENTIFIED_SUBSCRIBER);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aTpduThatCannotBeReadIsAnEquipmentProtocolError(int version) {
        byte[] whole = text("cut");
        for (int length = 1; length < whole.length; length += 3) {
            MapError error = scene.smsc()
                    .forwardSm(version, Scene.WEB, java.util.Arrays.copyOf(whole, length))
                    .error();
            assertThat(error.code()).isEqualTo(MapError.SM_DELIVERY_FAILURE);
            assertThat(error.deliveryFailureCause()).hasValue(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, unknownSubscriber, 1",
        "2, unknownSubscriber, 1",
        "3, unknownSubscriber, 1",
        "1, unidentifiedSubscriber, 5",
        "2, unidentifiedSubscriber, 5",
        "3, unidentifiedSubscriber, 5",
        "1, absentSubscriberSM, 27",
        "2, absentSubscriberSM, 27",
        "3, absentSubscriberSM, 6",
        "1, illegalSubscriber, 9",
        "2, illegalSubscriber, 9",
        "3, illegalSubscriber, 9",
        "1, illegalEquipment, 34",
        "2, illegalEquipment, 12",
        "3, illegalEquipment, 12",
        "1, facilityNotSupported, 21",
        "2, facilityNotSupported, 21",
        "3, facilityNotSupported, 21",
        "1, subscriberBusyForMT-SMS, 34",
        "2, subscriberBusyForMT-SMS, 31",
        "3, subscriberBusyForMT-SMS, 31",
        "1, sm-DeliveryFailure, 32",
        "2, sm-DeliveryFailure, 32",
        "3, sm-DeliveryFailure, 32",
        "1, sm-DeliveryFailure&cause=memoryCapacityExceeded, 32",
        "2, sm-DeliveryFailure&cause=memoryCapacityExceeded, 32",
        "3, sm-DeliveryFailure&cause=memoryCapacityExceeded, 32",
        "3, sm-DeliveryFailure&cause=equipmentNotSM-Equipped, 32",
        "1, systemFailure, 34",
        "2, systemFailure, 34",
        "3, systemFailure, 34",
        "1, dataMissing, 35",
        "2, dataMissing, 35",
        "3, dataMissing, 35",
        "1, unexpectedDataValue, 36",
        "2, unexpectedDataValue, 36",
        "3, unexpectedDataValue, 36",
        "1, teleserviceNotProvisioned, 11",
        "2, teleserviceNotProvisioned, 11",
        "3, teleserviceNotProvisioned, 11",
        "1, callBarred, 13",
        "2, callBarred, 13",
        "3, callBarred, 13"
    })
    void aRoutesErrorIsSentInTheFormOfTheDialoguesVersion(int version, String error, int code) {
        Answer answer = scene.smsc().forwardSm(version, Scene.REJECT, text(error));
        assertThat(answer.error().code()).isEqualTo(code);
        assertThat(answer.endsDialogue()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void aTransactionIdComesBackOctetForOctet(int octets) {
        Dialogue dialogue = scene.smsc().mtDialogue(3).transactionId(new TransactionId(octets + 10, octets));
        assertThat(dialogue.forwardSm(Scene.AT_ONCE, text("short id"), false)
                        .join()
                        .isResult())
                .isTrue();
    }
}
