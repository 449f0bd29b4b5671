package io.vmnhub.component.smppserver;

import io.vmnhub.smpp.EsmeAccount.Content;
import io.vmnhub.smpp.EsmeAccount.DefaultAlphabet;
import io.vmnhub.smpp.EsmeAccount.LongMessages;
import io.vmnhub.smpp.SmppVersion;
import io.vmnhub.sms.Address;
import io.vmnhub.sms.ShortMessage;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.smpp.SmppCommandType;
import org.apache.camel.component.smpp.SmppConstants;
import org.apache.camel.component.smpp.SmppSplitter;
import org.jsmpp.bean.ESMClass;

/**
 * Makes of a message what Camel's {@code smpp:} sends as one submit_sm or data_sm, octet by octet as the hub would send it: the Kamelet
 * {@code smpp-client-sink} is made of it. The message is kept for {@link SubmitSmOutcome}.
 */
public class SubmitSm implements Processor {

    static final String MESSAGE = "CamelSmsSubmitted";

    private DefaultAlphabet defaultAlphabet = DefaultAlphabet.GSM7;
    private LongMessages longMessages = LongMessages.UDH;
    private boolean dataSm;

    @Override
    public void process(Exchange exchange) {
        Message in = exchange.getMessage();
        ShortMessage message = MessageBody.of(in);
        exchange.setProperty(MESSAGE, in.getBody());
        Content content = new Content(defaultAlphabet, dataSm ? LongMessages.SAR : longMessages, Map.of());
        Body body = Body.of(message, content, SmppVersion.V3_4);
        Map<Short, Object> parameters = new HashMap<>();
        body.parameters().forEach((tag, value) -> parameters.put(tag.shortValue(), value));
        boolean asDataSm = dataSm && body.esmClass(message.deliver().replyPath()) == 0; // Camel's data_sm has no esm_class
        boolean payload = asDataSm || body.octets().length > DeliverSmEncoder.MOST_SHORT_MESSAGE;
        if (payload) {
            parameters.put((short) DeliverSmEncoder.MESSAGE_PAYLOAD, body.octets());
        }
        byte[] shortMessage = payload ? new byte[0] : body.octets();
        in.setHeader(SmppConstants.DATA_CODING, (byte) body.dataCoding());
        in.setHeader(SmppConstants.ESM_CLASS, new ESMClass(body.esmClass(message.deliver().replyPath())));
        in.setHeader(SmppConstants.PROTOCOL_ID, (byte) message.deliver().protocolIdentifier());
        in.setHeader(SmppConstants.DATA_SPLITTER, new Whole());
        in.setHeader(SmppConstants.ENCODING, StandardCharsets.ISO_8859_1.name());
        if (!parameters.isEmpty()) {
            in.setHeader(SmppConstants.OPTIONAL_PARAMETER, parameters);
        }
        if (asDataSm) {
            in.setHeader(SmppConstants.COMMAND, SmppCommandType.DATA_SHORT_MESSAGE.getCommandName());
        }
        address(in, message.originatingAddress(), SmppConstants.SOURCE_ADDR, SmppConstants.SOURCE_ADDR_TON, SmppConstants.SOURCE_ADDR_NPI);
        address(in, message.destinationAddress(), SmppConstants.DEST_ADDR, SmppConstants.DEST_ADDR_TON, SmppConstants.DEST_ADDR_NPI);
        // text goes through a charset that leaves every octet as it is, 8-bit data through none
        in.setBody(body.dataCoding() == Body.OCTETS ? shortMessage : new String(shortMessage, StandardCharsets.ISO_8859_1));
    }

    private static void address(Message in, Address address, String value, String typeOfNumber, String numberingPlan) {
        in.setHeader(value, address.value());
        in.setHeader(typeOfNumber, (byte) DeliverSmEncoder.typeOfNumber(address));
        in.setHeader(numberingPlan, (byte) DeliverSmEncoder.numberingPlan(address));
    }

    public String getDefaultAlphabet() {
        return defaultAlphabet.name();
    }

    /** gsm7, iso-8859-1 or utf-8. */
    public void setDefaultAlphabet(String defaultAlphabet) {
        this.defaultAlphabet = DefaultAlphabet.valueOf(defaultAlphabet.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    public String getLongMessages() {
        return longMessages.name();
    }

    /** udh, sar or payload. */
    public void setLongMessages(String longMessages) {
        this.longMessages = LongMessages.valueOf(longMessages.toUpperCase(Locale.ROOT));
    }

    public String getOperation() {
        return dataSm ? "data_sm" : "submit_sm";
    }

    /** submit_sm or data_sm. */
    public void setOperation(String operation) {
        dataSm = operation.equals("data_sm");
    }

    /** What is one part already is not cut again. */
    private static final class Whole extends SmppSplitter {

        Whole() {
            super(Integer.MAX_VALUE, Integer.MAX_VALUE, 0);
        }
    }
}
