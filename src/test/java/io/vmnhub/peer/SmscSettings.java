// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer;

import java.time.Duration;

/**
 * Who this SMSC is and whom it talks to.
 *
 * @param globalTitle the SMSC's own, its SCCP calling address and MAP service centre address
 * @param hubMsc called address of forward operations, SSN 8
 * @param answerTimeout after which an invoke is given up
 */
record SmscSettings(
        int pointCode,
        int hubPointCode,
        int networkIndicator,
        String globalTitle,
        int subsystem,
        String hubMsc,
        String hubHlr,
        Duration answerTimeout) {}
