// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.http;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Where webhooks look up the hosts they post to; one that is bound in Camel's registry is used instead of the
 * platform's.
 */
public interface NameService {

    /** May block. */
    InetAddress[] addresses(String host) throws UnknownHostException;
}
