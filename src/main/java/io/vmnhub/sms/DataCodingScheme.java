package io.vmnhub.sms;

/** A TP-DCS (TS 23.038 clause 4). @param value the octet, 0 to 255 */
public record DataCodingScheme(int value) {
}
