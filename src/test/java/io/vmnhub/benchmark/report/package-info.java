// SPDX-License-Identifier: AGPL-3.0-only
/** What a benchmark measured: its statistics, its file, and what is made from that. It measures nothing itself. */
package io.vmnhub.benchmark.report;
