// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

/** A record and the section that it was made from. */
record Placed<T>(Section section, T value) {}
