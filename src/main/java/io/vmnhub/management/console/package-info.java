// SPDX-License-Identifier: AGPL-3.0-only
/** The console of the management port: its files, and what is sent to it while it is open. */
package io.vmnhub.management.console;
