// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.api.soap;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import javax.xml.namespace.QName;
import org.apache.cxf.binding.soap.SoapFault;
import org.apache.cxf.binding.soap.SoapMessage;
import org.apache.cxf.binding.soap.interceptor.AbstractSoapInterceptor;
import org.apache.cxf.headers.Header;
import org.apache.cxf.interceptor.Fault;
import org.apache.cxf.phase.Phase;
import org.apache.wss4j.common.bsp.BSPEnforcer;
import org.apache.wss4j.common.ext.WSSecurityException;
import org.apache.wss4j.common.util.UsernameTokenUtil;
import org.apache.wss4j.dom.WSConstants;
import org.apache.wss4j.dom.message.token.UsernameToken;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Finds the application behind a call by its user name token (OASIS Web Services Security, UsernameToken Profile 1.0
 * and 1.1), with the password or with a digest of it, unless HTTP has told already; a call without either ends here. A
 * digest needs a nonce and a time, within five minutes of the hub's; its nonce is taken once. What else stands in the
 * security header is not looked at.
 */
final class UsernameTokens extends AbstractSoapInterceptor {

    private static final QName SECURITY = new QName(WSConstants.WSSE_NS, "Security");
    private static final QName FAILED = new QName(WSConstants.WSSE_NS, "FailedAuthentication", "wsse");
    private static final Duration VALID = Duration.ofMinutes(5);
    private static final Duration AHEAD = Duration.ofMinutes(1);
    private static final int MOST_NONCES = 200_000;

    private final SoapCallers callers;
    private final Cache<String, Boolean> nonces = Caffeine.newBuilder()
            .expireAfterWrite(VALID.plus(AHEAD))
            .maximumSize(MOST_NONCES)
            .build();

    UsernameTokens(SoapCallers callers) {
        super(Phase.PRE_PROTOCOL);
        this.callers = callers;
    }

    @Override
    public Set<QName> getUnderstoodHeaders() {
        return Set.of(SECURITY);
    }

    @Override
    public void handleMessage(SoapMessage message) {
        SoapCall call = message.getExchange().get(SoapCall.class);
        Header header = message.getHeader(SECURITY);
        Element token = header == null ? null : token((Element) header.getObject(), message);
        if (token != null) {
            SoapCaller found = caller(token).orElseThrow(() -> {
                call.wrongCredentials();
                return refused(message, "the user name token is not valid");
            });
            if (call.caller().isPresent() && !call.caller().get().equals(found)) {
                throw refused(message, "the user name token is another application's than HTTP's");
            }
            call.caller(found);
        } else if (call.caller().isEmpty()) {
            call.refuseAuthentication();
            throw refused(message, "a user name token or HTTP basic authentication is needed");
        }
    }

    private static Element token(Element security, SoapMessage message) {
        Element found = null;
        for (Node child = security.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element
                    && "UsernameToken".equals(element.getLocalName())
                    && WSConstants.WSSE_NS.equals(element.getNamespaceURI())) {
                if (found != null) {
                    throw refused(message, "there are two user name tokens");
                }
                found = element;
            }
        }
        return found;
    }

    private Optional<SoapCaller> caller(Element element) {
        try {
            UsernameToken token = new UsernameToken(element, false, new BSPEnforcer(true));
            if (token.getName() == null || token.getPassword() == null) {
                return Optional.empty();
            }
            return token.isHashed() ? byDigest(token) : callers.byPassword(token.getName(), token.getPassword());
        } catch (WSSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Optional<SoapCaller> byDigest(UsernameToken token) throws WSSecurityException {
        if (token.getNonce() == null || token.getCreated() == null || !isCurrent(token.getCreatedDate())) {
            return Optional.empty();
        }
        byte[] nonce = Base64.getMimeDecoder().decode(token.getNonce());
        Optional<SoapCaller> named = callers.named(token.getName());
        if (named.isEmpty()
                || !SoapCallers.same(
                        UsernameTokenUtil.doPasswordDigest(
                                nonce,
                                token.getCreated(),
                                named.get().settings().password()),
                        token.getPassword().trim())) {
            return Optional.empty();
        }
        // only after the digest is right, so that nobody else can fill or drain the memory
        return nonces.asMap()
                                .putIfAbsent(
                                        token.getName()
                                                + ' '
                                                + token.getPassword().trim(),
                                        true)
                        == null
                ? named
                : Optional.empty();
    }

    private static boolean isCurrent(Instant created) {
        Instant now = Instant.now();
        return created != null && created.isAfter(now.minus(VALID)) && created.isBefore(now.plus(AHEAD));
    }

    private static Fault refused(SoapMessage message, String why) {
        SoapFault fault = new SoapFault(
                why,
                message.getVersion().getVersion() < 1.2
                        ? FAILED
                        : message.getVersion().getSender());
        if (message.getVersion().getVersion() >= 1.2) {
            fault.addSubCode(FAILED);
        }
        return fault;
    }
}
