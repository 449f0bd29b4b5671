// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7.m3ua;

import io.vmnhub.ss7.api.Ss7Settings.ApplicationServer;
import io.vmnhub.ss7.api.Ss7Settings.Exchange;
import io.vmnhub.ss7.api.Ss7Settings.Role;
import io.vmnhub.ss7.api.Ss7Settings.TrafficMode;
import java.util.List;
import java.util.OptionalLong;

/** Application servers for tests. */
final class Servers {

    private Servers() {}

    static ApplicationServer asp(String name, long routingContext) {
        return of(name, Role.ASP, routingContext, TrafficMode.LOADSHARE, 1, "one");
    }

    static ApplicationServer sgp(String name, long routingContext) {
        return of(name, Role.SGP, routingContext, TrafficMode.LOADSHARE, 1, "one");
    }

    static ApplicationServer of(
            String name, Role role, long routingContext, TrafficMode mode, int minActive, String... associations) {
        return new ApplicationServer(
                name,
                role,
                Exchange.SINGLE,
                routingContext < 0 ? OptionalLong.empty() : OptionalLong.of(routingContext),
                OptionalLong.empty(),
                mode,
                minActive,
                List.of(associations),
                List.of(2, 3));
    }
}
