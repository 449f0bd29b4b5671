// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import static io.vmnhub.component.smppserver.Accounts.account;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmnhub.smpp.EsmeAccount.DefaultAlphabet;
import io.vmnhub.smpp.EsmeAccount.LongMessages;
import io.vmnhub.smpp.EsmeAccount.VendorParameter;
import io.vmnhub.smpp.SmppVersion;
import io.vmnhub.sms.Address;
import io.vmnhub.sms.Alphabet;
import io.vmnhub.sms.EightBitText;
import io.vmnhub.sms.NationalLanguage;
import io.vmnhub.sms.PartJoiner;
import io.vmnhub.sms.ShortMessage;
import io.vmnhub.sms.SmsStatusReport;
import io.vmnhub.sms.StatusReport;
import io.vmnhub.sms.TypeOfNumber;
import io.vmnhub.sms.UserDataHeader.Element;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jsmpp.bean.DeliverSm;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.OptionalParameter.Tag;
import org.jsmpp.util.DefaultDecomposer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is encoded reads back with jSMPP's decoder. */
class MessageEncoderTest {

    private static final String LONG = "0123456789".repeat(20);

    private final MessageEncoder encoder = new MessageEncoder(MessageEncoder.Operation.DELIVER_SM);

    private DeliverSm encoded(ShortMessage message, Accounts account, SmppVersion version) throws Exception {
        List<DeliverSm> pdus = all(message, account, version);
        assertThat(pdus).hasSize(1);
        return pdus.get(0);
    }

    private List<DeliverSm> all(ShortMessage message, Accounts account, SmppVersion version) throws Exception {
        List<DeliverSm> pdus = new ArrayList<>();
        for (byte[] pdu : encoder.encode(message, "demo", account.content(), version)) {
            pdus.add(new DefaultDecomposer().deliverSm(pdu));
        }
        return pdus;
    }

    private static ShortMessage joined(String text, Integer... without) throws Exception {
        return Sms.joined(text, without);
    }

    private static String text(List<DeliverSm> parts, Charset charset) {
        StringBuilder joined = new StringBuilder();
        for (DeliverSm part : parts) {
            assertThat(part.getShortMessage().length).isLessThanOrEqualTo(160);
            assertThat(part.getEsmClass()).isEqualTo((byte) 0x40);
            assertThat(part.getOptionalParameters()).isEmpty();
            joined.append(new String(part.getShortMessage(), 6, part.getShortMessage().length - 6, charset));
        }
        return joined.toString();
    }

    private DeliverSm encoded(ShortMessage message, Accounts account) throws Exception {
        return encoded(message, account, SmppVersion.V3_4);
    }

    private static byte[] value(DeliverSm pdu, int tag) {
        OptionalParameter parameter = pdu.getOptionalParameter((short) tag);
        byte[] serialized = parameter.serialize();
        return Arrays.copyOfRange(serialized, 4, serialized.length);
    }

    @Test
    void textOfTheDefaultAlphabetIsUnpackedSeptets() throws Exception {
        DeliverSm pdu = encoded(Sms.text("@£{€"), account());
        assertThat(pdu.getDataCoding()).isZero();
        assertThat(pdu.getEsmClass()).isZero();
        assertThat(HexFormat.of().formatHex(pdu.getShortMessage())).isEqualTo("00011b281b65");
    }

    @ParameterizedTest
    @CsvSource({
        "ISO_8859_1,Grüße,ISO-8859-1,0",
        "ISO_8859_1,Ωmega,UTF-16BE,8",
        "ISO_8859_1,5 €,UTF-16BE,8",
        "UTF_8,5 € Ωmega,UTF-8,0"
    })
    void anAccountsDefaultAlphabetIsItsOwnAndWhatItLacksIsUcs2(
            DefaultAlphabet alphabet, String text, String charset, int dataCoding) throws Exception {
        DeliverSm pdu = encoded(Sms.text(text), account().alphabet(alphabet));
        assertThat(new String(pdu.getShortMessage(), charset)).isEqualTo(text);
        assertThat(pdu.getDataCoding()).isEqualTo((byte) dataCoding);
    }

    @Test
    void ucs2AndOctetsStayWhatTheyAre() throws Exception {
        DeliverSm ucs2 = encoded(Sms.text("你好 🚀"), account().alphabet(DefaultAlphabet.UTF_8));
        assertThat(ucs2.getDataCoding()).isEqualTo((byte) 8);
        assertThat(new String(ucs2.getShortMessage(), StandardCharsets.UTF_16BE))
                .isEqualTo("你好 🚀");
        DeliverSm octets = encoded(
                Sms.sms().coded(0x04).saying("\u0000\u00FF\u0080"), account().alphabet(DefaultAlphabet.UTF_8));
        assertThat(octets.getDataCoding()).isEqualTo((byte) 4);
        assertThat(octets.getShortMessage()).containsExactly(0, 0xFF, 0x80);
    }

    @Test
    void partsKeepTheirHeader() throws Exception {
        List<ShortMessage> parts = Sms.sms().parts(LONG);
        DeliverSm first = encoded(parts.get(0), account());
        DeliverSm second = encoded(parts.get(1), account(), SmppVersion.V3_3);
        assertThat(first.getEsmClass()).isEqualTo((byte) 0x40);
        assertThat(HexFormat.of().formatHex(first.getShortMessage(), 0, 6)).isEqualTo("0500034d0201");
        assertThat(new String(first.getShortMessage(), 6, 153) + new String(second.getShortMessage(), 6, 47))
                .isEqualTo(LONG);
    }

    @Test
    void partsBySarParametersHaveNoHeaderButForSmpp33() throws Exception {
        ShortMessage part = Sms.sms().parts(LONG).get(1);
        DeliverSm pdu = encoded(part, account().longMessages(LongMessages.SAR));
        assertThat(pdu.getEsmClass()).isZero();
        assertThat(new String(pdu.getShortMessage())).isEqualTo(LONG.substring(153));
        assertThat(value(pdu, Tag.SAR_MSG_REF_NUM.code())).containsExactly(0, 77);
        assertThat(value(pdu, Tag.SAR_TOTAL_SEGMENTS.code())).containsExactly(2);
        assertThat(value(pdu, Tag.SAR_SEGMENT_SEQNUM.code())).containsExactly(2);
        DeliverSm old = encoded(part, account().longMessages(LongMessages.SAR), SmppVersion.V3_3);
        assertThat(old.getEsmClass()).isEqualTo((byte) 0x40);
        assertThat(old.getOptionalParameters()).isEmpty();
    }

    @Test
    void partsByPayloadHaveTheirTextThere() throws Exception {
        DeliverSm pdu = encoded(Sms.sms().parts(LONG).get(0), account().longMessages(LongMessages.PAYLOAD));
        assertThat(pdu.getShortMessage()).isEmpty();
        assertThat(new String(value(pdu, Tag.MESSAGE_PAYLOAD.code()))).isEqualTo(LONG.substring(0, 153));
        assertThat(value(pdu, Tag.SAR_SEGMENT_SEQNUM.code())).containsExactly(1);
    }

    @Test
    void portsBecomeParametersAndUnknownElementsKeepTheHeader() throws Exception {
        Accounts sar = account().longMessages(LongMessages.SAR);
        DeliverSm ports = encoded(
                Sms.sms()
                        .with(new Element(0x05, new byte[] {0x0B, (byte) 0x84, 0x23, (byte) 0xF0}))
                        .saying("Hi"),
                sar);
        assertThat(value(ports, Tag.DESTINATION_PORT.code())).containsExactly(0x0B, 0x84);
        assertThat(value(ports, Tag.SOURCE_PORT.code())).containsExactly(0x23, 0xF0);
        DeliverSm unknown =
                encoded(Sms.sms().with(new Element(0x70, new byte[] {1})).saying("Hi"), sar);
        assertThat(unknown.getEsmClass()).isEqualTo((byte) 0x40);
        assertThat(HexFormat.of().formatHex(unknown.getShortMessage())).isEqualTo("037001014869");
    }

    @Test
    void aNationalLanguageKeepsItsTablesByTheHeaderOrIsUcs2() throws Exception {
        ShortMessage turkish = Sms.sms()
                .coded(0)
                .with(Element.lockingShift(NationalLanguage.TURKISH))
                .saying("ığş");
        DeliverSm kept = encoded(turkish, account());
        assertThat(kept.getDataCoding()).isZero();
        assertThat(HexFormat.of().formatHex(kept.getShortMessage())).startsWith("03250101");
        DeliverSm without = encoded(turkish, account().longMessages(LongMessages.SAR));
        assertThat(without.getDataCoding()).isEqualTo((byte) 8);
        assertThat(new String(without.getShortMessage(), StandardCharsets.UTF_16BE))
                .isEqualTo("ığş");
        DeliverSm utf8 = encoded(turkish, account().alphabet(DefaultAlphabet.UTF_8));
        assertThat(new String(utf8.getShortMessage(), StandardCharsets.UTF_8)).isEqualTo("ığş");
        assertThat(utf8.getEsmClass()).isZero();
    }

    @Test
    void whatIsTooLongGoesInThePayloadAndAsPartsTo33() throws Exception {
        ShortMessage greek = Sms.text("Ω".repeat(150));
        Accounts account = account().alphabet(DefaultAlphabet.UTF_8);
        DeliverSm pdu = encoded(greek, account);
        assertThat(pdu.getShortMessage()).isEmpty();
        assertThat(new String(value(pdu, Tag.MESSAGE_PAYLOAD.code()), StandardCharsets.UTF_8))
                .isEqualTo("Ω".repeat(150));
        assertThat(text(all(greek, account, SmppVersion.V3_3), StandardCharsets.UTF_8))
                .isEqualTo("Ω".repeat(150));
    }

    /** UDHL 5 whose element says that it has 27 octets: GSM 7-bit, and the same in UCS2. */
    static final List<String> MALFORMED_HEADERS = List.of(
            "440c914477000990990000621172016090000b05c01bf40201e8653c1d",
            "440c914477000990990008621172016090000e05c01bf402010074006500780713");

    @ParameterizedTest
    @EnumSource(LongMessages.class)
    void aMalformedHeaderIsLeftOutAndTheTextStaysInStep(LongMessages form) throws Exception {
        for (String tpdu : MALFORMED_HEADERS) {
            ShortMessage message = Sms.of(tpdu);
            for (MessageEncoder.Operation operation : MessageEncoder.Operation.values()) {
                for (SmppVersion version : SmppVersion.values()) {
                    if (operation == MessageEncoder.Operation.DATA_SM && !version.takesParameters()) {
                        continue; // SMPP 3.3 has no data_sm
                    }
                    for (byte[] pdu : new MessageEncoder(operation)
                            .encode(
                                    message,
                                    "demo",
                                    account().longMessages(form).content(),
                                    version)) {
                        assertThat(HexFormat.of().formatHex(pdu))
                                .doesNotContain("c01bf40201")
                                .contains(
                                        message.deliver().alphabet() == Alphabet.UCS2
                                                ? "0074006500780713"
                                                : HexFormat.of()
                                                        .formatHex(message.deliver()
                                                                .septets()));
                    }
                }
            }
            for (DefaultAlphabet alphabet : DefaultAlphabet.values()) {
                DeliverSm pdu = encoded(message, account().longMessages(form).alphabet(alphabet));
                assertThat(pdu.getEsmClass()).isZero();
                assertThat(new String(
                                pdu.getShortMessage(),
                                pdu.getDataCoding() == 8 ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_8))
                        .isEqualTo(message.text());
            }
            DeliverSm changed = encoded(
                    message.withText("other", Optional.empty()), account().longMessages(form));
            assertThat(changed.getEsmClass()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(LongMessages.class)
    void aSingleShiftInPartOneOnlyIsNotAppliedToTheOtherParts(LongMessages form) throws Exception {
        // both say ESC 0x61, which is 'á' in the Spanish table; the default extension table lacks it
        ShortMessage first = Sms.of("440c914477000990990000621172016090000d080003070201240102" + "601306");
        ShortMessage second = Sms.of("440c9144770009909900006211720160900009050003070202" + "3661");
        assertThat(second.text()).isEqualTo("a");
        ShortMessage whole = new PartJoiner().join(List.of(first, second), EightBitText.BINARY);
        assertThat(whole.text()).isEqualTo("áa");
        for (SmppVersion version : SmppVersion.values()) {
            DeliverSm utf8 = encoded(whole, account().longMessages(form).alphabet(DefaultAlphabet.UTF_8), version);
            assertThat(new String(utf8.getShortMessage(), StandardCharsets.UTF_8))
                    .isEqualTo("áa");
            DeliverSm gsm7 = encoded(whole, account().longMessages(form), version);
            assertThat(
                            gsm7.getDataCoding() == 8
                                    ? new String(gsm7.getShortMessage(), StandardCharsets.UTF_16BE)
                                    : HexFormat.of().formatHex(gsm7.getShortMessage()))
                    .isIn("áa", "032401021b6161");
        }
    }

    @Test
    void aPartThatIsTooLongCannotBeCutAgain() throws Exception {
        ShortMessage part = Sms.sms().parts("Ω".repeat(300)).get(0);
        assertThatThrownBy(() -> encoder.encode(
                        part, "demo", account().alphabet(DefaultAlphabet.UTF_8).content(), SmppVersion.V3_3))
                .isInstanceOf(NotEncodableException.class)
                .hasMessageContaining("312 octets");
    }

    @ParameterizedTest
    @EnumSource(LongMessages.class)
    void aMessageThatHasBeenJoinedGoesInThePayloadWhateverTheForm(LongMessages form) throws Exception {
        String text = "дальше ".repeat(60);
        DeliverSm pdu = encoded(joined(text), account().longMessages(form));
        assertThat(pdu.getEsmClass()).isZero();
        assertThat(new String(value(pdu, Tag.MESSAGE_PAYLOAD.code()), StandardCharsets.UTF_16BE))
                .isEqualTo(text);
        assertThat(pdu.getOptionalParameter(Tag.SAR_MSG_REF_NUM.code())).isNull();
    }

    @ParameterizedTest
    @CsvSource({"GSM7,abc", "ISO_8859_1,äöü", "UTF_8,Grüße", "GSM7,дальше", "GSM7,😀", "ISO_8859_1,x😀", "UTF_8,ΩΔΦ"})
    void aMessageThatHasBeenJoinedGoesTo33InPartsAndNoCharacterIsCut(DefaultAlphabet alphabet, String piece)
            throws Exception {
        String text = piece.repeat(400 / piece.length());
        List<DeliverSm> pdus =
                all(joined(text), account().alphabet(alphabet).longMessages(LongMessages.PAYLOAD), SmppVersion.V3_3);
        Charset charset = pdus.get(0).getDataCoding() == 8
                ? StandardCharsets.UTF_16BE
                : alphabet == DefaultAlphabet.UTF_8 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
        assertThat(text(pdus, charset)).isEqualTo(text);
        for (int i = 0; i < pdus.size(); i++) {
            assertThat(HexFormat.of().formatHex(pdus.get(i).getShortMessage(), 0, 6))
                    .isEqualTo(String.format("0500034d%02x%02x", pdus.size(), i + 1));
            assertThat(new String(pdus.get(i).getShortMessage(), 6, pdus.get(i).getShortMessage().length - 6, charset))
                    .doesNotContain("\uFFFD");
        }
    }

    @Test
    void anEscapeGoesToTheNextPartWithItsCharacter() throws Exception {
        List<DeliverSm> pdus = all(joined("a" + "€".repeat(200)), account(), SmppVersion.V3_3);
        assertThat(pdus)
                .hasSize(3)
                .allSatisfy(pdu -> assertThat(pdu.getShortMessage()[pdu.getShortMessage().length - 1])
                        .isEqualTo((byte) 0x65));
    }

    @Test
    void whereAPartIsMissingTheGapIsMarkedInEveryAlphabet() throws Exception {
        String text = "0123456789".repeat(60);
        String gapped = text.substring(0, 153) + PartJoiner.GAP + text.substring(306);
        DeliverSm pdu = encoded(joined(text, 2), account());
        assertThat(new String(value(pdu, Tag.MESSAGE_PAYLOAD.code()), StandardCharsets.US_ASCII))
                .isEqualTo(gapped.replace('[', '<').replace("<...]", "\u001B<...\u001B>"));
        assertThat(new String(
                        value(
                                encoded(joined(text, 2), account().alphabet(DefaultAlphabet.UTF_8)),
                                Tag.MESSAGE_PAYLOAD.code()),
                        StandardCharsets.UTF_8))
                .isEqualTo(gapped);
        String russian = "дальше ".repeat(40);
        assertThat(new String(
                        value(encoded(joined(russian, 5), account()), Tag.MESSAGE_PAYLOAD.code()),
                        StandardCharsets.UTF_16BE))
                .isEqualTo(russian.substring(0, 268) + PartJoiner.GAP);
    }

    @Test
    void aTextThatARouteHasChangedIsWhatIsSent() throws Exception {
        ShortMessage latin = Sms.text("Hello").withText("Goodbye", Optional.empty());
        assertThat(new String(encoded(latin, account()).getShortMessage())).isEqualTo("Goodbye");
        DeliverSm russian = encoded(Sms.text("Hello").withText("Привет", Optional.empty()), account());
        assertThat(russian.getDataCoding()).isEqualTo((byte) 8);
        assertThat(new String(russian.getShortMessage(), StandardCharsets.UTF_16BE))
                .isEqualTo("Привет");
    }

    @ParameterizedTest
    @CsvSource({
        "INTERNATIONAL,1,447700900123,1,1",
        "NATIONAL,1,07700900123,2,1",
        "UNKNOWN,0,12345,0,0",
        "ALPHANUMERIC,0,ACME Bank,5,0",
        "ABBREVIATED,1,777,6,1",
        "NETWORK_SPECIFIC,9,5,3,9"
    })
    void addressesKeepTheirTypes(TypeOfNumber type, int plan, String value, int ton, int npi) throws Exception {
        DeliverSm pdu = encoded(Sms.sms().from(new Address(type, plan, value)).saying("Hi"), account());
        assertThat(pdu.getSourceAddr()).isEqualTo(value);
        assertThat(pdu.getSourceAddrTon()).isEqualTo((byte) ton);
        assertThat(pdu.getSourceAddrNpi()).isEqualTo((byte) npi);
        assertThat(pdu.getDestAddrTon()).isEqualTo((byte) 1);
        assertThat(pdu.getDestAddrNpi()).isEqualTo((byte) 1);
    }

    @Test
    void vendorParametersHoldWhatTheAccountWantsAndNeverGoTo33() throws Exception {
        Accounts account = account()
                .parameter(VendorParameter.SERVICE_CENTRE_TIMESTAMP, 0x1501)
                .parameter(VendorParameter.SERVICE_CENTRE_ADDRESS, 0x1502)
                .parameter(VendorParameter.APPLICATION, 0x1503)
                .parameter(VendorParameter.MESSAGE_ID, 0x1504)
                .parameter(VendorParameter.IDENTITY, 0x1505);
        ShortMessage message = Sms.text("Hi");
        DeliverSm pdu = encoded(message, account);
        assertThat(new String(value(pdu, 0x1501))).isEqualTo("261122040506014-\0");
        assertThat(new String(value(pdu, 0x1502))).isEqualTo("447785016005\0");
        assertThat(new String(value(pdu, 0x1503))).isEqualTo("demo\0");
        assertThat(new String(value(pdu, 0x1504))).isEqualTo(message.id() + "\0");
        assertThat(new String(value(pdu, 0x1505))).isEqualTo(message.identity() + "\0");
        assertThat(encoded(message, account, SmppVersion.V3_3).getOptionalParameters())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-22T04:05:06+05:45,261122040506023+",
        "2026-01-02T03:04:05Z,260102030405000+",
        "2026-01-02T03:04:05-12:00,260102030405048-"
    })
    void absoluteTimeKeepsTheQuarterHours(String time, String text) {
        assertThat(MessageEncoder.absoluteTime(OffsetDateTime.parse(time))).isEqualTo(text);
    }

    private static ShortMessage report(int status) throws Exception {
        ShortMessage message = Sms.text("");
        return new ShortMessage(
                message.id(),
                message.destinationAddress(),
                message.serviceCentreAddress(),
                message.receivedAt(),
                new SmsStatusReport(
                        new StatusReport(
                                42, status, Optional.of(OffsetDateTime.parse("2026-11-22T12:00:07+01:00")), false),
                        message.deliver()));
    }

    @ParameterizedTest
    @CsvSource({
        "0x00, 0x04, 2, DELIVRD, 001",
        "0x01, 0x04, 6, ACCEPTD, 000",
        "0x02, 0x04, 4, DELETED, 000",
        "0x30, 0x20, 1, ENROUTE, 000",
        "0x46, 0x04, 3, EXPIRED, 000",
        "0x47, 0x04, 4, DELETED, 000",
        "0x49, 0x04, 5, UNDELIV, 000",
        "0x65, 0x04, 5, UNDELIV, 000",
        "0x80, 0x04, 7, UNKNOWN, 000"
    })
    void aStatusReportIsADeliveryReceipt(String status, String esmClass, int state, String word, String delivered)
            throws Exception {
        DeliverSm receipt = encoded(report(Integer.decode(status)), account(), SmppVersion.V3_4);
        assertThat(receipt.getEsmClass()).isEqualTo(Integer.decode(esmClass).byteValue());
        assertThat(new String(receipt.getShortMessage(), StandardCharsets.US_ASCII))
                .startsWith("id:42 sub:001 dlvrd:" + delivered + " submit date:")
                .contains(" done date:2611221200 stat:" + word + " err:%03d text:".formatted(Integer.decode(status)));
        assertThat(receipt.getOptionalParameter(OptionalParameter.Receipted_message_id.class)
                        .getValueAsString())
                .isEqualTo("42");
        assertThat(receipt.getOptionalParameter(OptionalParameter.Message_state.class)
                        .getValue())
                .isEqualTo((byte) state);
        assertThat(encoded(report(Integer.decode(status)), account(), SmppVersion.V3_3)
                        .getOptionalParameters())
                .isEmpty();
    }

    @Test
    void aPartnersSmscGetsNoStatusReport() {
        for (MessageEncoder.Operation operation :
                new MessageEncoder.Operation[] {MessageEncoder.Operation.SUBMIT_SM, MessageEncoder.Operation.DATA_SM}) {
            assertThatThrownBy(() -> new MessageEncoder(operation)
                            .encode(report(0), "demo", account().content(), SmppVersion.V3_4))
                    .isInstanceOf(NotEncodableException.class)
                    .hasMessageContaining("status report");
        }
    }
}
