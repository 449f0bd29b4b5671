// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.broker;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Set;
import javax.security.auth.Subject;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager5;
import org.apache.activemq.artemis.spi.core.security.jaas.UserPrincipal;

/**
 * Who may do what on the embedded broker. The hub itself may do everything, and only from inside its process. A user,
 * who is an application, may read and browse the queues that the hub has made for it. Everything else is refused:
 * sending, and creating, changing and deleting whatever it is.
 */
final class BrokerAccess implements ActiveMQSecurityManager5 {

    private static final Set<CheckType> READING = Set.of(CheckType.CONSUME, CheckType.BROWSE);

    private final String hub;
    private final String hubPassword;
    private final Map<String, String> users;
    private final SignedIn signedIn;

    BrokerAccess(String hub, String hubPassword, Map<String, String> users, SignedIn signedIn) {
        this.hub = hub;
        this.hubPassword = hubPassword;
        this.users = users;
        this.signedIn = signedIn;
        if (users.containsKey(hub)) {
            throw new IllegalArgumentException("the broker's user " + hub + " is the hub itself; choose another name");
        }
    }

    @Override
    public Subject authenticate(String user, String password, RemotingConnection connection, String securityDomain) {
        if (!validateUser(user, password) || !signedIn.admits(user, connection)) {
            return null;
        }
        Subject subject = new Subject();
        subject.getPrincipals().add(new UserPrincipal(user));
        return subject;
    }

    @Override
    public boolean authorize(Subject subject, Set<Role> roles, CheckType check, String address) {
        return subject != null
                && subject.getPrincipals(UserPrincipal.class).stream()
                        .anyMatch(principal -> isAllowed(principal.getName(), check, address));
    }

    /** @param place an address, or {@code address::queue} when a queue is asked for */
    private boolean isAllowed(String user, CheckType check, String place) {
        if (user.equals(hub)) {
            return true;
        }
        String[] halves = place.split("::", 2);
        return READING.contains(check) && Queues.isOwn(halves[0], halves.length == 2 ? halves[1] : halves[0], user);
    }

    @Override
    public boolean validateUser(String user, String password) {
        if (user == null || password == null) {
            return false;
        }
        String expected = user.equals(hub) ? hubPassword : users.get(user);
        return expected != null
                && MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.UTF_8), password.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean validateUserAndRole(String user, String password, Set<Role> roles, CheckType check) {
        return false; // asked only by servers that know no addresses
    }
}
