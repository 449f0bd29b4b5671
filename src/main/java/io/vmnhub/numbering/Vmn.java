// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.numbering;

/**
 * One virtual mobile number.
 *
 * @param msisdn E.164 digits without plus
 * @param imsi the IMSI that stands for it on the network
 * @param settings its owner and state
 */
public record Vmn(String msisdn, String imsi, NumberSettings settings) {

    /** An active number, for which the hub is the HLR. */
    public Vmn(String msisdn, String imsi, String application) {
        this(msisdn, imsi, NumberSettings.of(application));
    }

    /** The application that owns it. */
    public String application() {
        return settings.application();
    }
}
