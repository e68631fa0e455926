package dev.postern.persistent;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** A position in a tree that moves from entry to entry, in order. For one thread. */
final class Cursor {
    /** A branch and the next place in it. */
    private static final class Frame {
        private final Branch branch;
        private int next;

        private Frame(Branch branch, int next) {
            this.branch = branch;
            this.next = next;
        }
    }

    private final Deque<Frame> open = new ArrayDeque<>();
    private final Node root;
    private final WorkListener work;
    private @Nullable Object key;
    private @Nullable Object value;

    Cursor(Node root, WorkListener work) {
        this.root = root;
        this.work = work;
        open.push(new Frame(root, 0));
    }

    /** Moves to the next entry; false when there is none. */
    boolean advance() {
        while (true) {
            Frame frame = open.peek();
            if (frame == null) {
                return false;
            }
            switch (frame.branch) {
                case Node node -> {
                    if (frame.next == Branch.PLACES) {
                        open.pop();
                    } else if (at(node, 1L << frame.next++)) {
                        return true;
                    }
                }
                case Bucket bucket -> {
                    if (frame.next == bucket.slots().length) {
                        open.pop();
                    } else {
                        take(bucket.slots(), frame.next);
                        frame.next += 2;
                        return true;
                    }
                }
            }
        }
    }

    private boolean at(Node node, long bit) {
        if ((node.entries() & bit) != 0) {
            take(node.slots(), node.keyIndex(bit));
            return true;
        }
        if ((node.branches() & bit) != 0) {
            open.push(new Frame((Branch) node.slots()[node.branchIndex(bit)], 0));
        }
        return false;
    }

    private void take(Object[] slots, int index) {
        work.visited();
        key = slots[index];
        value = slots[index + 1];
    }

    /**
     * Moves, from the beginning, to where the next entry is the first one above a key.
     *
     * @param bits those of the key
     * @param isAbove of keys with the same bits
     */
    void seek(long bits, Predicate<Object> isAbove, ToLongFunction<Object> bitsOf) {
        Branch at = root;
        open.clear();
        for (int level = 0; at instanceof Node node; level++) {
            int place = Branch.place(bits, level);
            long bit = 1L << place;
            boolean entry = (node.entries() & bit) != 0;
            boolean here = entry && isAbove(node.slots()[node.keyIndex(bit)], bits, isAbove, bitsOf);
            open.push(new Frame(node, here ? place : place + 1));
            if ((node.branches() & bit) == 0) {
                return;
            }
            at = (Branch) node.slots()[node.branchIndex(bit)];
        }
        Object[] slots = ((Bucket) at).slots();
        int next = 0;
        while (next < slots.length && !isAbove(slots[next], bits, isAbove, bitsOf)) {
            next += 2;
        }
        open.push(new Frame(at, next));
    }

    private static boolean isAbove(Object key, long bits, Predicate<Object> isAbove, ToLongFunction<Object> bitsOf) {
        int comparison = Long.compareUnsigned(bitsOf.applyAsLong(key), bits);
        return comparison > 0 || (comparison == 0 && isAbove.test(key));
    }

    Object key() {
        return java.util.Objects.requireNonNull(key);
    }

    Object value() {
        return java.util.Objects.requireNonNull(value);
    }
}
