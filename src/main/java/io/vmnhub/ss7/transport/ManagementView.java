package io.vmnhub.ss7.transport;

import java.lang.reflect.Proxy;
import org.mobicents.protocols.api.Management;

/**
 * The part of jSS7's transport interface that its M3UA uses: find, start and stop an association. The other sixty methods
 * configure transports that this project does not have; calling one is an error that names it.
 */
final class ManagementView {

    private ManagementView() {
    }

    static Management of(SigtranTransport transport) {
        return (Management) Proxy.newProxyInstance(Management.class.getClassLoader(), new Class<?>[] {Management.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getAssociation" -> transport.association((String) arguments[0]);
                    case "startAssociation" -> {
                        transport.start((String) arguments[0]);
                        yield null;
                    }
                    case "stopAssociation" -> {
                        transport.stop((String) arguments[0]);
                        yield null;
                    }
                    case "getName", "toString" -> "sigtran";
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" -> proxy == arguments[0];
                    default -> throw new IllegalStateException("Management." + method.getName() + " is not used by M3UA");
                });
    }
}
