// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

import java.util.List;

/** Encodes SMS-DELIVER TPDUs (TS 23.040 clause 9.2.2.1), for the simulator. Stateless and thread-safe. */
public final class SmsDeliverEncoder {

    /** The most octets that user data may have, header included (TS 23.040 clause 9.2.3.24). */
    static final int MAX_USER_DATA = 140;

    private final AddressCoding addresses = new AddressCoding();
    private final TimestampCoding timestamps = new TimestampCoding();
    private final UserDataSplitter splitter = new UserDataSplitter();

    /**
     * The octets of one SMS-DELIVER. What counts is {@code userData}, which holds the header; the text only settles
     * whether seven octets hold seven or eight septets.
     *
     * @throws IllegalArgumentException when the originating address, the timestamp or the user data does not fit its
     *     field
     */
    public byte[] encode(SmsDeliver deliver) {
        byte[] userData = deliver.userData();
        if (userData.length > MAX_USER_DATA) {
            throw new IllegalArgumentException(
                    "user data of " + userData.length + " octets is longer than " + MAX_USER_DATA);
        }
        byte[] address = addresses.encode(deliver.originatingAddress());
        byte[] timestamp = timestamps.encode(deliver.serviceCentreTimestamp());
        byte[] tpdu = new byte[1 + address.length + 2 + timestamp.length + 1 + userData.length];
        tpdu[0] = (byte) firstOctet(deliver);
        System.arraycopy(address, 0, tpdu, 1, address.length);
        int position = 1 + address.length;
        tpdu[position++] = (byte) deliver.protocolIdentifier();
        tpdu[position++] = (byte) deliver.dataCodingScheme().value();
        System.arraycopy(timestamp, 0, tpdu, position, timestamp.length);
        position += timestamp.length;
        tpdu[position++] = (byte) deliver.userDataLength();
        System.arraycopy(userData, 0, tpdu, position, userData.length);
        return tpdu;
    }

    /**
     * A text as the SMS-DELIVERs that carry it: one, or several with a concatenation header. Neither an escape sequence
     * nor a surrogate pair is split. All parts but the last say that more messages wait; the last says what the
     * template says.
     *
     * @param template everything but text and user data; its data coding scheme decides the alphabet
     *     ({@link DataCodingScheme#forText} chooses one) and its header's elements go into every part, those of a
     *     national language choose the tables, and one of concatenation is replaced. 8-bit data takes the text's
     *     characters as ISO-8859-1
     * @param reference the concatenation's 8-bit reference, of which the lowest eight bits count
     * @throws IllegalArgumentException naming the code point of the first character that the alphabet lacks; or when
     *     the text needs more than 255 parts, or the data would have to be compressed
     */
    public List<SmsDeliver> split(SmsDeliver template, String text, int reference) {
        return splitter.split(template, text, reference & 0xFF);
    }

    /**
     * 8-bit data as the SMS-DELIVERs that carry it, like {@link #split(SmsDeliver, String, int)}.
     *
     * @param template its data coding scheme is one of 8-bit data
     */
    public List<SmsDeliver> split(SmsDeliver template, byte[] data, int reference) {
        return splitter.split(template, data, reference & 0xFF);
    }

    private static int firstOctet(SmsDeliver deliver) {
        return (deliver.moreMessagesToSend() ? 0 : SmsDeliverDecoder.MORE_MESSAGES_BIT)
                | (deliver.loopPrevention() ? SmsDeliverDecoder.LOOP_PREVENTION_BIT : 0)
                | (deliver.statusReportIndication() ? SmsDeliverDecoder.STATUS_REPORT_BIT : 0)
                | (deliver.userDataHeader().isPresent() ? SmsDeliverDecoder.USER_DATA_HEADER_BIT : 0)
                | (deliver.replyPath() ? SmsDeliverDecoder.REPLY_PATH_BIT : 0);
    }
}
