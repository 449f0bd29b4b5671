// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer.tcap;

import io.vmnhub.peer.wire.MalformedPduException;
import io.vmnhub.peer.wire.Tlv;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The structured dialogue portion (Q.773 clause 4.2.3): an AARQ, AARE or ABRT inside its EXTERNAL. */
public sealed interface DialoguePortion {

    Optional<Tlv> userInformation();

    /** The APDU without its wrapping. */
    Tlv apdu();

    /** A-ASSOCIATE request. */
    record Request(String applicationContext, Optional<Tlv> userInformation) implements DialoguePortion {

        @Override
        public Tlv apdu() {
            List<Tlv> parts = new ArrayList<>(List.of(VERSION, Tlv.of(0xa1, Oid.encode(0x06, applicationContext))));
            userInformation.ifPresent(info -> parts.add(wrapUserInformation(info)));
            return Tlv.of(0x60, parts);
        }
    }

    /** A-ASSOCIATE response. */
    record Response(String applicationContext, Result result, Diagnostic diagnostic, Optional<Tlv> userInformation)
            implements DialoguePortion {

        public static Response accepted(String applicationContext) {
            return new Response(applicationContext, Result.ACCEPTED, Diagnostic.USER_NULL, Optional.empty());
        }

        @Override
        public Tlv apdu() {
            Tlv diagnosis =
                    Tlv.of(0xa3, Tlv.of(diagnostic.provider ? 0xa2 : 0xa1, Tlv.integer(0x02, diagnostic.value)));
            List<Tlv> parts = new ArrayList<>(List.of(
                    VERSION,
                    Tlv.of(0xa1, Oid.encode(0x06, applicationContext)),
                    Tlv.of(0xa2, Tlv.integer(0x02, result.ordinal())),
                    diagnosis));
            userInformation.ifPresent(info -> parts.add(wrapUserInformation(info)));
            return Tlv.of(0x61, parts);
        }
    }

    /** A-ABORT. */
    record Abort(boolean byProvider, Optional<Tlv> userInformation) implements DialoguePortion {

        @Override
        public Tlv apdu() {
            List<Tlv> parts = new ArrayList<>(List.of(Tlv.integer(0x80, byProvider ? 1 : 0)));
            userInformation.ifPresent(info -> parts.add(wrapUserInformation(info)));
            return Tlv.of(0x64, parts);
        }
    }

    /** Associate-result. */
    enum Result {
        ACCEPTED,
        REJECT_PERMANENT
    }

    /** Associate-source-diagnostic. */
    enum Diagnostic {
        USER_NULL(false, 0),
        USER_NO_REASON(false, 1),
        APPLICATION_CONTEXT_NOT_SUPPORTED(false, 2),
        PROVIDER_NULL(true, 0),
        PROVIDER_NO_REASON(true, 1),
        NO_COMMON_DIALOGUE_PORTION(true, 2);

        private final boolean provider;
        private final int value;

        Diagnostic(boolean provider, int value) {
            this.provider = provider;
            this.value = value;
        }

        private static Diagnostic of(boolean provider, long value) {
            for (Diagnostic diagnostic : values()) {
                if (diagnostic.provider == provider && diagnostic.value == value) {
                    return diagnostic;
                }
            }
            throw new MalformedPduException("TCAP: result-source-diagnostic " + value);
        }
    }

    Tlv VERSION = Tlv.of(0x80, (byte) 0x07, (byte) 0x80);

    default Tlv encode() {
        return Tlv.of(0x6b, Tlv.of(0x28, Oid.encode(0x06, Oid.DIALOGUE_AS_ID), Tlv.of(0xa0, apdu())));
    }

    private static Tlv wrapUserInformation(Tlv mapDialoguePdu) {
        return Tlv.of(0xbe, Tlv.of(0x28, Oid.encode(0x06, Oid.MAP_DIALOGUE_AS), Tlv.of(0xa0, mapDialoguePdu)));
    }

    static DialoguePortion decode(Tlv portion) {
        Tlv external = only(portion, 0x28);
        List<Tlv> parts = external.children();
        if (parts.size() != 2
                || parts.get(0).tag() != 0x06
                || !Oid.decode(parts.get(0)).equals(Oid.DIALOGUE_AS_ID)) {
            throw new MalformedPduException("TCAP: a dialogue portion that is not dialogue-as-id: " + external);
        }
        List<Tlv> single = parts.get(1).children();
        if (parts.get(1).tag() != 0xa0 || single.size() != 1) {
            throw new MalformedPduException("TCAP: a dialogue portion that is not a single ASN.1 type: " + external);
        }
        Tlv apdu = single.get(0);
        Optional<Tlv> user = apdu.child(0xbe).map(info -> only(info, 0x28)).map(DialoguePortion::mapDialogue);
        switch (apdu.tag()) {
            case 0x60 -> {
                return new Request(context(apdu), user);
            }
            case 0x61 -> {
                long result = only(child(apdu, 0xa2), 0x02).asInteger();
                Tlv source = child(apdu, 0xa3).children().get(0);
                if (result < 0 || result > 1 || source.tag() != 0xa1 && source.tag() != 0xa2) {
                    throw new MalformedPduException("TCAP: an AARE with result " + result + " and source " + source);
                }
                return new Response(
                        context(apdu),
                        Result.values()[(int) result],
                        Diagnostic.of(source.tag() == 0xa2, only(source, 0x02).asInteger()),
                        user);
            }
            case 0x64 -> {
                return new Abort(child(apdu, 0x80).asInteger() == 1, user);
            }
            default -> throw new MalformedPduException("TCAP: dialogue APDU " + Integer.toHexString(apdu.tag()));
        }
    }

    private static String context(Tlv apdu) {
        return Oid.decode(only(child(apdu, 0xa1), 0x06));
    }

    private static Tlv mapDialogue(Tlv external) {
        List<Tlv> parts = external.children();
        if (parts.size() != 2 || !Oid.decode(parts.get(0)).equals(Oid.MAP_DIALOGUE_AS)) {
            throw new MalformedPduException("MAP: user information that is not map-DialogueAS: " + external);
        }
        return Tlv.decode(parts.get(1).value());
    }

    private static Tlv child(Tlv parent, int tag) {
        return parent.child(tag)
                .orElseThrow(() -> new MalformedPduException("TCAP: no " + Integer.toHexString(tag) + " in " + parent));
    }

    private static Tlv only(Tlv parent, int tag) {
        List<Tlv> children = parent.children();
        if (children.size() != 1 || children.get(0).tag() != tag) {
            throw new MalformedPduException("TCAP: " + parent + " should hold one " + Integer.toHexString(tag));
        }
        return children.get(0);
    }
}
