package io.vmnhub.sms;

import java.util.List;

/** The header elements before the text (TS 23.040 clause 9.2.3.24), in their order. */
public record UserDataHeader(List<Element> elements) {

    /** No header. */
    public static final UserDataHeader NONE = new UserDataHeader(List.of());

    public UserDataHeader {
        elements = List.copyOf(elements);
    }

    /** One information element. @param identifier 0 to 255 @param data its octets, copied neither in nor out: do not change them */
    public record Element(int identifier, byte[] data) {
    }
}
