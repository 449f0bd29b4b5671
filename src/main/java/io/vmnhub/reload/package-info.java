// SPDX-License-Identifier: AGPL-3.0-only
/**
 * Takes changed files while the hub runs: which have changed, whether they are right, and the swap of what they say.
 */
package io.vmnhub.reload;
