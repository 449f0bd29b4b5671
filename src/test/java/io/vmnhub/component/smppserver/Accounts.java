// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

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
import io.vmnhub.smpp.SmppVersion;
import io.vmnhub.sms.MapUserError;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** Builds accounts for tests, beginning with an ordinary one that acme/secret may bind to. */
final class Accounts {

    private String systemId = "acme";
    private boolean enabled = true;
    private Password password = Password.of("secret");
    private Set<BindType> bindTypes = EnumSet.allOf(BindType.class);
    private List<IpRange> addresses = List.of();
    private Set<SmppVersion> versions = EnumSet.allOf(SmppVersion.class);
    private int maxSessions = 10;
    private boolean tlsOnly;
    private boolean addressRange;
    private int window = 10;
    private OptionalInt throughput = OptionalInt.empty();
    private int maxWaiting = 1_000;
    private Duration enquireLink = Duration.ofSeconds(30);
    private Duration responseTimeout = Duration.ofSeconds(5);
    private Duration confirmWithin = Duration.ofSeconds(9);
    private boolean keepOrder;
    private DefaultAlphabet defaultAlphabet = DefaultAlphabet.GSM7;
    private LongMessages longMessages = LongMessages.UDH;
    private final Map<VendorParameter, Integer> vendorParameters = new HashMap<>();
    private final Map<Integer, MapUserError> mapErrors = new HashMap<>();

    static Accounts account() {
        return new Accounts();
    }

    Accounts named(String name) {
        systemId = name;
        return this;
    }

    Accounts disabled() {
        enabled = false;
        return this;
    }

    Accounts password(String text) {
        password = Password.of(text);
        return this;
    }

    Accounts bindTypes(BindType... types) {
        bindTypes = Set.of(types);
        return this;
    }

    Accounts addresses(String... ranges) {
        addresses = List.of(ranges).stream().map(IpRange::parse).toList();
        return this;
    }

    Accounts versions(SmppVersion... allowed) {
        versions = Set.of(allowed);
        return this;
    }

    Accounts maxSessions(int most) {
        maxSessions = most;
        return this;
    }

    Accounts tlsOnly() {
        tlsOnly = true;
        return this;
    }

    Accounts honouringAddressRange() {
        addressRange = true;
        return this;
    }

    Accounts window(int size) {
        window = size;
        return this;
    }

    Accounts throughput(int perSecond) {
        throughput = OptionalInt.of(perSecond);
        return this;
    }

    Accounts maxWaiting(int most) {
        maxWaiting = most;
        return this;
    }

    Accounts enquireLink(Duration interval) {
        enquireLink = interval;
        return this;
    }

    Accounts responseTimeout(Duration timeout) {
        responseTimeout = timeout;
        return this;
    }

    Accounts confirmWithin(Duration time) {
        confirmWithin = time;
        return this;
    }

    Accounts keepingOrder() {
        keepOrder = true;
        return this;
    }

    Accounts alphabet(DefaultAlphabet alphabet) {
        defaultAlphabet = alphabet;
        return this;
    }

    Accounts longMessages(LongMessages form) {
        longMessages = form;
        return this;
    }

    Accounts parameter(VendorParameter parameter, int tag) {
        vendorParameters.put(parameter, tag);
        return this;
    }

    Accounts mapError(int status, String error) {
        mapErrors.put(status, MapUserError.parse(error));
        return this;
    }

    Content content() {
        return build().content();
    }

    EsmeAccount build() {
        return new EsmeAccount(
                systemId,
                enabled,
                new Access(password, bindTypes, addresses, versions, maxSessions, tlsOnly, addressRange),
                new Flow(window, throughput, maxWaiting, enquireLink, responseTimeout, confirmWithin, keepOrder),
                new Content(defaultAlphabet, longMessages, vendorParameters),
                mapErrors);
    }
}
