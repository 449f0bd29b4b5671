// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.hlr;

import io.vmnhub.numbering.NetworkNode;
import io.vmnhub.numbering.Vmn;
import java.util.List;
import java.util.function.Predicate;

/**
 * Chooses among the titles that {@code numbers.yaml} has for a number, in proportion to their weights, and for one
 * number the same while the nodes that are ready stay the same (weighted rendezvous hashing).
 *
 * @param hubTitle the title of numbers that have none of their own
 * @param isReady whether a node takes messages; when none of a number's does, all are taken for ready
 */
public record WeightedNodes(String hubTitle, Predicate<String> isReady) implements NetworkNodes {

    private static final double ONE = 1L << 53;

    @Override
    public String titleFor(Vmn vmn) {
        List<NetworkNode> nodes = vmn.settings().nodes();
        if (nodes.isEmpty()) {
            return hubTitle;
        }
        String ready = best(vmn.msisdn(), nodes, isReady);
        return ready != null ? ready : best(vmn.msisdn(), nodes, title -> true);
    }

    private static String best(String msisdn, List<NetworkNode> nodes, Predicate<String> allowed) {
        String best = null;
        double highest = Double.NEGATIVE_INFINITY;
        for (NetworkNode node : nodes) {
            if (node.weight() > 0 && allowed.test(node.title())) {
                double score = -node.weight() / Math.log(fraction(msisdn, node.title()));
                if (best == null || score > highest) {
                    best = node.title();
                    highest = score;
                }
            }
        }
        return best;
    }

    /** Above 0 and below 1, as good as chosen by chance for each pair. */
    private static double fraction(String msisdn, String title) {
        long hash = mixed(hash(title, hash(msisdn, 0xCBF29CE484222325L)));
        return ((hash >>> 11) + 0.5) / ONE;
    }

    private static long hash(String text, long from) {
        long hash = from;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
        }
        return hash * 31 + 1;
    }

    private static long mixed(long value) {
        long mixed = (value ^ value >>> 33) * 0xFF51AFD7ED558CCDL;
        mixed = (mixed ^ mixed >>> 33) * 0xC4CEB9FE1A85EC53L;
        return mixed ^ mixed >>> 33;
    }
}
