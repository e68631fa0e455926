package dev.postern.mailbox.rule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds which of many terms occur in a text. Few terms are searched one by one; for many of them an automaton (Aho and Corasick) reads the
 * text once, so the cost is that of the text plus the terms and not their product.
 */
final class TextSearch {
    /** Characters that the search of one term after the other may read. */
    private static final long AFFORDABLE = 16L << 20;

    private TextSearch() {}

    static Set<String> found(String text, Collection<String> terms) {
        if ((long) text.length() * terms.size() > AFFORDABLE) {
            return new Automaton(terms).scan(text);
        }
        Set<String> found = new HashSet<>();
        for (String term : terms) {
            if (text.contains(term)) {
                found.add(term);
            }
        }
        return found;
    }

    /** A state is a prefix of a term. Edges are in one hash table with open addressing, because there can be 256 Ki of them. */
    static final class Automaton {
        private final List<String> terms;
        private final long[] keys;
        private final int[] targets;
        /** The state for the longest proper suffix that is a prefix of a term. */
        private final int[] suffix;
        /** The term that ends in a state; -1 for none. */
        private final int[] ends;
        /** The nearest state on the way of the suffixes in which a term ends; 0 for none. */
        private final int[] shorter;

        private int states = 1;

        Automaton(Collection<String> given) {
            terms = List.copyOf(Set.copyOf(given));
            int length = terms.stream().mapToInt(String::length).sum() + 1;
            int capacity = Integer.highestOneBit(Math.max(8, length)) * 4;
            keys = new long[capacity];
            Arrays.fill(keys, -1);
            targets = new int[capacity];
            suffix = new int[length];
            ends = new int[length];
            Arrays.fill(ends, -1);
            shorter = new int[length];
            List<int[]> edges = new ArrayList<>();
            for (int i = 0; i < terms.size(); i++) {
                add(i, edges);
            }
            link(edges);
        }

        private void add(int index, List<int[]> edges) {
            String term = terms.get(index);
            int state = 0;
            for (int i = 0; i < term.length(); i++) {
                int next = target(state, term.charAt(i));
                if (next < 0) {
                    next = states++;
                    put(state, term.charAt(i), next);
                    edges.add(new int[] {state, term.charAt(i), next});
                }
                state = next;
            }
            ends[state] = index;
        }

        /** Level by level, because the suffixes of a state are shorter than the state. */
        private void link(List<int[]> edges) {
            int[] first = new int[states + 1];
            edges.forEach(edge -> first[edge[0] + 1]++);
            for (int i = 0; i < states; i++) {
                first[i + 1] += first[i];
            }
            int[][] ordered = new int[edges.size()][];
            int[] next = first.clone();
            edges.forEach(edge -> ordered[next[edge[0]]++] = edge);
            var open = new ArrayDeque<Integer>();
            open.add(0);
            while (!open.isEmpty()) {
                int state = open.remove();
                for (int i = first[state]; i < first[state + 1]; i++) {
                    int child = ordered[i][2];
                    suffix[child] = state == 0 ? 0 : step(suffix[state], (char) ordered[i][1]);
                    shorter[child] = ends[suffix[child]] >= 0 ? suffix[child] : shorter[suffix[child]];
                    open.add(child);
                }
            }
        }

        private int step(int from, char c) {
            int state = from;
            while (true) {
                int next = target(state, c);
                if (next >= 0) {
                    return next;
                }
                if (state == 0) {
                    return 0;
                }
                state = suffix[state];
            }
        }

        /** Each state reports its terms once: the text may contain a term very often. */
        Set<String> scan(String text) {
            Set<String> found = new HashSet<>();
            boolean[] reported = new boolean[states];
            report(0, reported, found);
            int state = 0;
            for (int i = 0; i < text.length(); i++) {
                state = step(state, text.charAt(i));
                report(state, reported, found);
            }
            return found;
        }

        private void report(int from, boolean[] reported, Set<String> found) {
            for (int state = from; !reported[state]; state = shorter[state]) {
                reported[state] = true;
                if (ends[state] >= 0) {
                    found.add(terms.get(ends[state]));
                }
            }
        }

        private int slot(int state, char c) {
            long key = ((long) state << 16) | c;
            int at = (int) ((key * 0x9E3779B97F4A7C15L) >>> 32) & (keys.length - 1);
            while (keys[at] != -1 && keys[at] != key) {
                at = (at + 1) & (keys.length - 1);
            }
            return at;
        }

        private int target(int state, char c) {
            int at = slot(state, c);
            return keys[at] == -1 ? -1 : targets[at];
        }

        private void put(int state, char c, int target) {
            int at = slot(state, c);
            keys[at] = ((long) state << 16) | c;
            targets[at] = target;
        }
    }
}
