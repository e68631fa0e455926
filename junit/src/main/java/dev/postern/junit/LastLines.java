package dev.postern.junit;

import java.util.ArrayDeque;
import java.util.Deque;

/** The last lines of a text that grows. Thread-safe. */
final class LastLines {
    private static final int MAX_LINES = 500;
    private static final int MAX_LENGTH = 2000;

    private final Deque<String> lines = new ArrayDeque<>();

    synchronized void add(String line) {
        if (lines.size() == MAX_LINES) {
            lines.removeFirst();
        }
        lines.addLast(line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + " ...");
    }

    synchronized String text() {
        return String.join("\n", lines);
    }
}
