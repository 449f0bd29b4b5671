// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.api.soap;

/** The application behind a call. */
record SoapCaller(String application, SoapSettings settings) {}
