// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import io.vmnhub.smpp.CommandStatus;
import io.vmnhub.smpp.EsmeAccount;
import io.vmnhub.smpp.EsmeAccount.BindType;
import io.vmnhub.smpp.Password;
import io.vmnhub.smpp.SmppSettings;
import io.vmnhub.smpp.SmppVersion;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jsmpp.bean.Bind;

/** Decides about binds, which may take some 50 ms of computing. Thread-safe. */
final class BindAuthenticator {

    /** address_range is an expression of the ESME's: without groups and with few repetitions it cannot take long. */
    private static final Pattern HARMLESS_RANGE = Pattern.compile("[0-9^$.\\[\\]\\-|]*([*+?][0-9^$.\\[\\]\\-|]*){0,3}");

    private final BindThrottle throttle;
    private final Map<String, Known> verified = new ConcurrentHashMap<>();
    private final byte[] key = new byte[32];

    BindAuthenticator(BindThrottle throttle) {
        this.throttle = throttle;
        new SecureRandom().nextBytes(key);
    }

    /** What is answered to a bind. */
    sealed interface Decision permits Accepted, Refused {}

    /** @param delay before the answer */
    record Accepted(
            EsmeAccount account, BindType bindType, SmppVersion version, Predicate<String> addressRange, Duration delay)
            implements Decision {}

    /** @param delay before the answer */
    record Refused(int status, String reason, String why, Duration delay) implements Decision {

        Refused(int status, String reason, String why) {
            this(status, reason, why, Duration.ZERO);
        }
    }

    private record Known(Password password, byte[] mac) {}

    Decision decide(Bind bind, InetAddress address, boolean tls, SmppSettings settings) {
        String systemId = bind.getSystemId();
        if (throttle.isLockedOut(address, settings.guard())) {
            return new Refused(
                    CommandStatus.ESME_RBINDFAIL, "locked-out", "its address is locked out after wrong binds");
        }
        Optional<EsmeAccount> found = settings.account(systemId).filter(EsmeAccount::enabled);
        if (found.isEmpty()) {
            return new Refused(
                    CommandStatus.ESME_RINVSYSID,
                    "unknown-account",
                    "there is no such account",
                    throttle.wrongName(address, settings.guard()));
        }
        EsmeAccount account = found.get();
        if (!account.access().allows(address)) {
            return new Refused(CommandStatus.ESME_RBINDFAIL, "address", "the account does not allow this address");
        }
        if (account.access().tlsOnly() && !tls) {
            return new Refused(CommandStatus.ESME_RBINDFAIL, "plain", "the account allows TLS only");
        }
        if (!passwordMatches(account, bind.getPassword())) {
            return new Refused(
                    CommandStatus.ESME_RINVPASWD,
                    "password",
                    "the password is wrong",
                    throttle.wrongPassword(address, systemId, settings.guard()));
        }
        return admit(bind, account, throttle.rightPassword(address, systemId, settings.guard()));
    }

    private static Decision admit(Bind bind, EsmeAccount account, Duration delay) {
        if (bind.getCommandId() == Pdu.BIND_TRANSMITTER) {
            return new Refused(
                    CommandStatus.ESME_RBINDFAIL,
                    "bind-type",
                    "the hub takes no messages: bind as receiver or transceiver");
        }
        BindType type = bind.getCommandId() == Pdu.BIND_RECEIVER ? BindType.RECEIVER : BindType.TRANSCEIVER;
        if (!account.access().bindTypes().contains(type)) {
            return new Refused(
                    CommandStatus.ESME_RBINDFAIL, "bind-type", "the account does not allow this kind of bind");
        }
        SmppVersion version = SmppVersion.of(bind.getInterfaceVersion() & 0xFF);
        if (!account.access().versions().contains(version)) {
            return new Refused(CommandStatus.ESME_RBINDFAIL, "version", "the account does not allow SMPP " + version);
        }
        String range = bind.getAddressRange() == null ? "" : bind.getAddressRange();
        if (!account.access().addressRange() || range.isEmpty()) {
            return new Accepted(account, type, version, number -> true, delay);
        }
        try {
            if (HARMLESS_RANGE.matcher(range).matches()) {
                return new Accepted(
                        account, type, version, Pattern.compile(range).asPredicate(), delay);
            }
        } catch (PatternSyntaxException e) {
            return new Refused(CommandStatus.ESME_RBINDFAIL, "address-range", "its address_range is not an expression");
        }
        return new Refused(CommandStatus.ESME_RBINDFAIL, "address-range", "its address_range is too complicated");
    }

    /** A hash is expensive by design: a password that was right is remembered by a cheap one. */
    private boolean passwordMatches(EsmeAccount account, String password) {
        String given = password == null ? "" : password;
        Password expected = account.access().password();
        byte[] mac = mac(given);
        Known known = verified.get(account.systemId());
        if (known != null && known.password.equals(expected) && MessageDigest.isEqual(known.mac, mac)) {
            return true;
        }
        boolean right = expected.matches(given);
        if (right) {
            verified.put(account.systemId(), new Known(expected, mac));
        }
        return right;
    }

    private byte[] mac(String password) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(password.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no HmacSHA256", e);
        }
    }
}
