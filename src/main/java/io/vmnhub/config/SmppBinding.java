// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import io.vmnhub.smpp.EsmeAccount;
import io.vmnhub.smpp.EsmeAccount.Access;
import io.vmnhub.smpp.EsmeAccount.BindType;
import io.vmnhub.smpp.EsmeAccount.Content;
import io.vmnhub.smpp.EsmeAccount.DefaultAlphabet;
import io.vmnhub.smpp.EsmeAccount.Flow;
import io.vmnhub.smpp.EsmeAccount.LongMessages;
import io.vmnhub.smpp.EsmeAccount.VendorParameter;
import io.vmnhub.smpp.IpRange;
import io.vmnhub.smpp.Password;
import io.vmnhub.smpp.SmppSettings;
import io.vmnhub.smpp.SmppSettings.ClientCertificates;
import io.vmnhub.smpp.SmppSettings.Guard;
import io.vmnhub.smpp.SmppSettings.Listener;
import io.vmnhub.smpp.SmppSettings.Tls;
import io.vmnhub.smpp.SmppVersion;
import io.vmnhub.sms.MapUserError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** {@code smpp.yaml}: the applications that bind. */
final class SmppBinding implements Binding<SmppSettings> {

    @Override
    public String name() {
        return "smpp";
    }

    @Override
    public Optional<SmppSettings> bind(Section root) {
        List<Listener> listeners = all(root.sections("listeners"), SmppBinding::listener);
        List<EsmeAccount> accounts = new ArrayList<>();
        Map<String, Section> places = new HashMap<>();
        for (Section place : root.sections("accounts")) {
            account(place).ifPresent(account -> {
                Section earlier = places.putIfAbsent(account.systemId(), place);
                if (earlier == null) {
                    accounts.add(account);
                } else {
                    place.problem("systemId", "another account has this name: " + earlier.where());
                }
            });
        }
        Optional<Guard> guard = root.has("guard") ? guard(root.section("guard")) : Optional.of(Guard.DEFAULT);
        sameTwice(root, listeners);
        if (!root.sound() || guard.isEmpty()) {
            return Optional.empty();
        }
        return root.build(() -> new SmppSettings(
                root.has("systemId") ? root.text("systemId") : SmppSettings.DEFAULT_SYSTEM_ID,
                listeners,
                guard.get(),
                accounts));
    }

    private static void sameTwice(Section root, List<Listener> listeners) {
        Set<String> ports = new HashSet<>();
        listeners.stream()
                .filter(listener -> !ports.add(listener.address() + ":" + listener.port()))
                .forEach(listener ->
                        root.problem("listeners", "two of them are at " + listener.address() + ":" + listener.port()));
    }

    private static <T> List<T> all(List<Section> sections, Function<Section, Optional<T>> binding) {
        return sections.stream()
                .filter(Section::sound)
                .flatMap(section -> binding.apply(section).stream())
                .toList();
    }

    private static Optional<Listener> listener(Section place) {
        Optional<Tls> tls = place.has("tls") ? tls(place.section("tls")) : Optional.empty();
        return !place.sound()
                ? Optional.empty()
                : place.build(() -> new Listener(place.text("address"), place.integer("port"), tls));
    }

    private static Optional<Tls> tls(Section place) {
        return place.build(() -> new Tls(
                place.path("keyStore"),
                place.has("keyStorePassword") ? place.text("keyStorePassword") : "",
                place.path("certificate"),
                place.path("privateKey"),
                place.choice("clientCertificates", ClientCertificates.NONE),
                place.path("trustedCertificates")));
    }

    private static Optional<Guard> guard(Section place) {
        Guard otherwise = Guard.DEFAULT;
        Duration bindTimeout = place.duration("bindTimeout").orElse(otherwise.bindTimeout());
        Duration lockOut = place.duration("lockOut").orElse(otherwise.lockOut());
        return !place.sound()
                ? Optional.empty()
                : Optional.of(new Guard(
                        bindTimeout,
                        place.integer("maxUnbound", otherwise.maxUnbound()),
                        place.integer("wrongPasswords", otherwise.wrongPasswords()),
                        place.integer("wrongPasswordsOfAccount", otherwise.wrongPasswordsOfAccount()),
                        lockOut));
    }

    private static Optional<EsmeAccount> account(Section place) {
        if (!place.sound()) {
            return Optional.empty();
        }
        Optional<Access> access = access(place);
        Optional<Flow> flow = flow(place);
        Map<VendorParameter, Integer> parameters = vendorParameters(place);
        Map<Integer, MapUserError> errors = new HashMap<>();
        place.sections("mapErrors").forEach(error -> error.build(() -> mapError(error, errors)));
        Optional<Content> content = place.build(() -> new Content(
                place.has("defaultAlphabet")
                        ? DefaultAlphabet.valueOf(constant(place.text("defaultAlphabet")))
                        : DefaultAlphabet.GSM7,
                place.choice("longMessages", LongMessages.UDH),
                parameters));
        if (!place.sound() || access.isEmpty() || flow.isEmpty() || content.isEmpty()) {
            return Optional.empty();
        }
        Optional<EsmeAccount.Outbind> outbind =
                place.has("outbind") ? outbind(place.section("outbind")) : Optional.empty();
        return place.build(() -> new EsmeAccount(
                place.text("systemId"),
                place.flag("enabled", true),
                access.get(),
                flow.get(),
                content.get(),
                errors,
                outbind));
    }

    private static Optional<EsmeAccount.Outbind> outbind(Section place) {
        return !place.sound()
                ? Optional.empty()
                : place.build(() -> new EsmeAccount.Outbind(
                        place.text("host"),
                        place.integer("port"),
                        place.has("systemId") ? place.text("systemId") : SmppSettings.DEFAULT_SYSTEM_ID,
                        place.has("password") ? place.text("password") : "",
                        place.flag("tls", false),
                        place.path("trustedCertificates")));
    }

    private static MapUserError mapError(Section place, Map<Integer, MapUserError> errors) {
        int status = Integer.parseUnsignedInt(place.text("status").substring(2), 16);
        MapUserError error = MapUserError.parse(place.text("error"));
        if (status == 0) {
            throw new IllegalArgumentException("status 0x00 confirms the message: it has no error");
        }
        if (errors.put(status, error) != null) {
            throw new IllegalArgumentException("status is there twice");
        }
        return error;
    }

    private static Optional<Access> access(Section place) {
        List<String> addresses = place.texts("addresses");
        List<IpRange> ranges = new ArrayList<>();
        for (int i = 0; i < addresses.size(); i++) {
            try {
                ranges.add(IpRange.parse(addresses.get(i)));
            } catch (IllegalArgumentException e) {
                place.problem("addresses", i, e.getMessage());
            }
        }
        Set<BindType> bindTypes = place.has("bindTypes")
                ? place.texts("bindTypes").stream()
                        .map(type -> BindType.valueOf(constant(type)))
                        .collect(Collectors.toSet())
                : EnumSet.allOf(BindType.class);
        Set<SmppVersion> versions = place.has("versions")
                ? place.texts("versions").stream().map(SmppBinding::version).collect(Collectors.toSet())
                : EnumSet.allOf(SmppVersion.class);
        return place.build(() -> new Access(
                Password.of(place.text("password")),
                bindTypes,
                ranges,
                versions,
                place.integer("maxSessions", EsmeAccount.DEFAULT_MAX_SESSIONS),
                place.flag("tlsOnly", false),
                place.has("addressRange") && place.text("addressRange").equals("honoured")));
    }

    private static SmppVersion version(String text) {
        return Arrays.stream(SmppVersion.values())
                .filter(version -> version.toString().equals(text))
                .findFirst()
                .orElseThrow();
    }

    private static Optional<Flow> flow(Section place) {
        Duration enquireLink = place.duration("enquireLink").orElse(EsmeAccount.DEFAULT_ENQUIRE_LINK);
        Duration responseTimeout = place.duration("responseTimeout").orElse(EsmeAccount.DEFAULT_RESPONSE_TIMEOUT);
        Duration confirmWithin = place.duration("confirmWithin").orElse(EsmeAccount.DEFAULT_CONFIRM_WITHIN);
        return place.build(() -> new Flow(
                place.integer("window", EsmeAccount.DEFAULT_WINDOW),
                place.optionalInteger("throughput"),
                place.integer("maxWaiting", EsmeAccount.DEFAULT_MAX_WAITING),
                enquireLink,
                responseTimeout,
                confirmWithin,
                place.has("order") && place.text("order").equals("sender")));
    }

    private static Map<VendorParameter, Integer> vendorParameters(Section place) {
        Map<VendorParameter, Integer> tags = new EnumMap<>(VendorParameter.class);
        if (place.has("vendorParameters")) {
            Section parameters = place.section("vendorParameters");
            for (VendorParameter parameter : VendorParameter.values()) {
                String key = key(parameter);
                if (parameters.has(key)) {
                    tags.put(parameter, Integer.parseInt(parameters.text(key).substring(2), 16));
                }
            }
        }
        return tags;
    }

    /** {@code SERVICE_CENTRE_ADDRESS} as the file has it. */
    private static String key(VendorParameter parameter) {
        StringBuilder key = new StringBuilder();
        for (String word : parameter.name().toLowerCase(Locale.ROOT).split("_")) {
            key.append(key.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return key.toString();
    }

    private static String constant(String word) {
        return word.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
