// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.api.rest;

/**
 * Who a request comes from.
 *
 * @param credential the name of the key, or the token's subject, for the log
 */
record Caller(String application, ApiSettings settings, String credential) {}
