// SPDX-License-Identifier: AGPL-3.0-only
/** Traces of messages by OpenTelemetry, for who wants them. */
package io.vmnhub.tracing;
