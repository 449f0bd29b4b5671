// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import io.vmnhub.smpp.EsmeAccount.BindType;
import io.vmnhub.smpp.SmppVersion;
import java.time.Instant;

/**
 * A bound session as an operator sees it.
 *
 * @param id unique as long as the hub runs; names it for {@link SmppServer#disconnect}
 * @param account system_id
 * @param address the ESME's address and port
 * @param tls whether it came over TLS
 * @param inWindow messages sent and not answered
 */
public record SessionStatus(
        String id,
        String account,
        String address,
        boolean tls,
        BindType bindType,
        SmppVersion version,
        Instant since,
        int inWindow) {}
