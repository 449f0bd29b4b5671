// SPDX-License-Identifier: AGPL-3.0-only
/** Group commit: what arrives while one commit is under way shares the next one. Knows the JDK only. */
package io.vmnhub.batch;
