// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cli;

import io.vmnhub.simulator.Submission;
import io.vmnhub.simulator.Submission.Route;
import io.vmnhub.sms.Address;
import io.vmnhub.sms.DataCodingScheme;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of {@code vmn-hub simulate} that say what is sent. */
final class SimulatedMessage {

    private static final int LONGEST_ALPHANUMERIC = 11;

    @Option(
            names = "--from",
            paramLabel = "SENDER",
            description = "The sender: an international number, with or without +, or an "
                    + "alphanumeric address of at most 11 characters (default: +447911123456).")
    private String from = "+447911123456";

    @Option(names = "--to", paramLabel = "DIGITS", description = "The VMN, with country code (default: 447700900123).")
    private String to = "447700900123";

    @Option(
            names = "--text",
            paramLabel = "TEXT",
            description = "The text; a long one goes as a concatenated message (default: a greeting).")
    private String text = "Hello from the SMSC simulator";

    @Option(
            names = "--data-coding",
            paramLabel = "CODING",
            converter = DataCoding.class,
            description = "How the text is coded: gsm7, ucs2, 8bit "
                    + "(the text's characters as ISO-8859-1), or a TP-DCS value, 0 to 255 or 0x00 to 0xff "
                    + "(default: gsm7 if it has all the text's "
                    + "characters, else ucs2).")
    private DataCodingScheme dataCoding;

    @Option(names = "--version", paramLabel = "1|2|3", description = "MAP version (default: 3).")
    private int version = 3;

    @Option(
            names = "--more-messages",
            description = "Send the parts of a long text in one dialogue, with moreMessagesToSend.")
    private boolean moreMessages;

    @Option(names = "--two-step", description = "Open the dialogue of each mt-ForwardSM with an empty TC-BEGIN.")
    private boolean twoStep;

    @Option(names = "--fsm-only", description = "Send mt-ForwardSM without asking for the routing.")
    private boolean forwardOnly;

    @Option(
            names = "--imsi",
            paramLabel = "DIGITS",
            description = "With --fsm-only: the IMSI (default: the one that the hub's "
                    + "config/numbers.yaml gives to --to; with --connect or --listen 234150000000123).")
    private String imsi;

    @Option(
            names = "--msc",
            paramLabel = "DIGITS",
            description = "With --fsm-only: the hub's global title as MSC (default: the one in its "
                    + "config/ss7.yaml; with --connect or --listen 447700000001).")
    private String msc;

    /**
     * Where messages go as far as the hub's configuration tells.
     *
     * @param imsi a VMN's IMSI
     * @param msc the hub's global title as MSC
     */
    record KnownRoutes(Function<String, Optional<String>> imsi, String msc) {}

    /** @throws IllegalArgumentException names the option and what is right */
    Submission submission(KnownRoutes known) {
        if (!forwardOnly && (imsi != null || msc != null)) {
            throw new IllegalArgumentException("--imsi and --msc need --fsm-only: otherwise the hub is asked for them");
        }
        if (twoStep && version == 1) {
            throw new IllegalArgumentException("--two-step: a version 1 dialogue cannot be opened without its invoke");
        }
        return new Submission(
                sender(),
                to.replaceFirst("^\\+", ""),
                text,
                Optional.ofNullable(dataCoding),
                version,
                moreMessages,
                twoStep,
                forwardOnly ? Optional.of(route(known)) : Optional.empty());
    }

    private Route route(KnownRoutes known) {
        String vmn = to.replaceFirst("^\\+", "");
        String subscriber = imsi != null
                ? digits("--imsi", imsi)
                : known.imsi()
                        .apply(vmn)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "--to " + vmn + " is none of the hub's numbers; name the IMSI with --imsi"));
        return new Route(subscriber, msc != null ? digits("--msc", msc) : known.msc());
    }

    private static String digits(String option, String value) {
        if (!value.matches("[0-9]{3,15}")) {
            throw new IllegalArgumentException(option + " '" + value + "' is not 3 to 15 digits");
        }
        return value;
    }

    private Address sender() {
        if (from.matches("\\+?[0-9]{1,20}")) {
            return Address.international(from.replaceFirst("^\\+", ""));
        }
        if (from.isEmpty() || from.length() > LONGEST_ALPHANUMERIC) {
            throw new IllegalArgumentException("--from '" + from
                    + "' is neither a number of at most 20 digits nor 1 to " + LONGEST_ALPHANUMERIC + " characters");
        }
        return Address.alphanumeric(from);
    }

    /** gsm7, ucs2, 8bit or a number. */
    static final class DataCoding implements ITypeConverter<DataCodingScheme> {
        @Override
        public DataCodingScheme convert(String value) {
            return switch (value.toLowerCase(Locale.ROOT)) {
                case "gsm7" -> DataCodingScheme.GSM7;
                case "ucs2" -> DataCodingScheme.UCS2;
                case "8bit" -> DataCodingScheme.OCTETS;
                default -> number(value);
            };
        }

        private static DataCodingScheme number(String value) {
            try {
                return new DataCodingScheme(Integer.decode(value));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("'" + value + "' is not gsm7, ucs2, 8bit or a number within 0..255");
            }
        }
    }
}
