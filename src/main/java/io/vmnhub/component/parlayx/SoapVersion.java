// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.parlayx;

import jakarta.xml.ws.soap.SOAPBinding;
import java.util.Arrays;

/** The envelopes that services take. */
public enum SoapVersion {
    V1_1("1.1", SOAPBinding.SOAP11HTTP_BINDING),
    V1_2("1.2", SOAPBinding.SOAP12HTTP_BINDING);

    private final String text;
    private final String binding;

    SoapVersion(String text, String binding) {
        this.text = text;
        this.binding = binding;
    }

    /** @throws IllegalArgumentException when it is neither 1.1 nor 1.2 */
    public static SoapVersion of(String text) {
        return Arrays.stream(values())
                .filter(version -> version.text.equals(text.trim()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("SOAP: version " + text + " must be 1.1 or 1.2"));
    }

    /** JAX-WS's name of its binding to HTTP. */
    String binding() {
        return binding;
    }
}
