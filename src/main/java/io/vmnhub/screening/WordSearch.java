// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.screening;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds all words of all rules in one pass over a text, in either case (Aho and Corasick, 1975): what a text costs
 * depends on its length, not on how many words there are. Immutable and thread-safe.
 */
final class WordSearch {

    private static final int ROOT = 0;

    private final LongMap transitions;
    private final int[] failure;
    /** Of each state the groups whose words end there. */
    private final int[][] groups;

    private final int words;
    private final int bitWords;

    /** @param wordsOfGroups at each place the words of the group with that number */
    WordSearch(List<? extends Iterable<String>> wordsOfGroups) {
        Map<Long, Integer> edges = new HashMap<>();
        List<List<Integer>> endings = new ArrayList<>();
        endings.add(new ArrayList<>());
        int count = 0;
        for (int group = 0; group < wordsOfGroups.size(); group++) {
            for (String word : wordsOfGroups.get(group)) {
                int state = ROOT;
                for (int i = 0; i < word.length(); i++) {
                    Integer next = edges.putIfAbsent(edge(state, Folding.fold(word.charAt(i))), endings.size());
                    if (next == null) {
                        next = endings.size();
                        endings.add(new ArrayList<>());
                    }
                    state = next;
                }
                endings.get(state).add(group);
                count++;
            }
        }
        words = count;
        bitWords = (wordsOfGroups.size() >> 6) + 1;
        transitions = new LongMap(edges);
        failure = new int[endings.size()];
        fail(edges, endings);
        groups = endings.stream()
                .map(list ->
                        list.stream().distinct().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
    }

    /** Breadth first: a state's failure is the longest other beginning that its path ends with. */
    private void fail(Map<Long, Integer> edges, List<List<Integer>> endings) {
        Map<Integer, List<Map.Entry<Long, Integer>>> children = new HashMap<>();
        edges.entrySet()
                .forEach(entry -> children.computeIfAbsent((int) (entry.getKey() >>> 16), state -> new ArrayList<>())
                        .add(entry));
        Deque<Integer> queue = new ArrayDeque<>(List.of(ROOT));
        while (!queue.isEmpty()) {
            int state = queue.poll();
            for (Map.Entry<Long, Integer> child : children.getOrDefault(state, List.of())) {
                int target = child.getValue();
                char c = (char) (child.getKey() & 0xFFFF);
                failure[target] = state == ROOT ? ROOT : next(failure[state], c);
                endings.get(target).addAll(endings.get(failure[target]));
                queue.add(target);
            }
        }
    }

    /** A bit for each group of which a word is there. */
    long[] find(String text) {
        long[] found = new long[bitWords];
        int state = ROOT;
        for (int i = 0; i < text.length() && words > 0; i++) {
            state = next(state, Folding.fold(text.charAt(i)));
            for (int group : groups[state]) {
                found[group >> 6] |= 1L << group;
            }
        }
        return found;
    }

    private int next(int from, char c) {
        int state = from;
        while (true) {
            int target = transitions.get(edge(state, c));
            if (target != LongMap.NONE) {
                return target;
            }
            if (state == ROOT) {
                return ROOT;
            }
            state = failure[state];
        }
    }

    private static long edge(int state, char c) {
        return (long) state << 16 | c;
    }
}
