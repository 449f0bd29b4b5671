// SPDX-License-Identifier: AGPL-3.0-only
/** Who the nodes of a farm are and what they remember together. Without {@code config/cluster.yaml} there is none. */
package io.vmnhub.cluster;
