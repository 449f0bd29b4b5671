// SPDX-License-Identifier: AGPL-3.0-only
/** Connectors from Apache Camel's catalogue: found, fetched with what they need, pinned, removed. */
package io.vmnhub.connector;
