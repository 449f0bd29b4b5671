// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the nodes of a farm should have alike and have not, in sentences for operators. */
public final class Differences {

    /** Beyond it gray listing and what expires are judged differently; what nodes tell may be so late. */
    private static final Duration CLOCKS_APART = Duration.ofSeconds(2);

    private static final Pattern VERSION = Pattern.compile("^([0-9]{1,6})\\.([0-9]{1,6})\\.");

    private Differences() {}

    /** What other nodes have otherwise than this one, their clocks included; empty when all is alike. */
    public static List<String> of(Cluster cluster) {
        List<String> differences = new ArrayList<>(of(cluster.self(), cluster.members()));
        cluster.clocksAhead().forEach((node, ahead) -> {
            if (ahead.abs().compareTo(CLOCKS_APART) > 0) {
                differences.add("the clock of node " + node + " is "
                        + ahead.abs().toSeconds() + " s " + (ahead.isNegative() ? "behind" : "ahead of")
                        + " this node's: keep them alike by NTP");
            }
        });
        return differences;
    }

    /** What another node has otherwise than this one; empty when all is alike. */
    public static List<String> of(Member self, List<Member> members) {
        List<String> differences = new ArrayList<>();
        for (Member other : members) {
            if (other.name().equals(self.name())) {
                continue;
            }
            TreeSet<String> files = new TreeSet<>();
            if (!self.configuration().isEmpty() && !other.configuration().isEmpty()) { // else one has not told it yet
                files.addAll(self.configuration().keySet());
                files.addAll(other.configuration().keySet());
            }
            for (String file : files) {
                String own = self.configuration().get(file);
                String theirs = other.configuration().get(file);
                if (!Objects.equals(own, theirs)) {
                    differences.add(
                            theirs == null
                                    ? file + " is not at node " + other.name()
                                    : own == null
                                            ? file + " is at node " + other.name() + " and not here"
                                            : file + " is another one at node " + other.name());
                }
            }
            if (!workTogether(self.version(), other.version())) {
                differences.add("node " + other.name() + " is of version " + other.version() + ", and this one of "
                        + self.version() + ": only neighbouring versions work together, see docs/upgrade.md");
            }
            if (!self.mscGlobalTitle().isEmpty() && self.mscGlobalTitle().equals(other.mscGlobalTitle())) {
                differences.add("node " + other.name() + " has the same MSC global title, " + self.mscGlobalTitle()
                        + ": each node needs its own");
            }
        }
        return differences;
    }

    /** Neighbours have the same first number, and second ones that differ by one at most. */
    private static boolean workTogether(String one, String other) {
        Matcher first = VERSION.matcher(one);
        Matcher second = VERSION.matcher(other);
        return !first.find()
                || !second.find()
                || first.group(1).equals(second.group(1))
                        && Math.abs(Integer.parseInt(first.group(2)) - Integer.parseInt(second.group(2))) <= 1;
    }
}
