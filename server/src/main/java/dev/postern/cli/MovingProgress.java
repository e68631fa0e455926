package dev.postern.cli;

import java.io.Console;
import java.io.PrintStream;
import java.util.Optional;

/** Tells how far a long command is: to people at a terminal, a line that changes; to all, what failed. */
final class MovingProgress {
    private static final long PAUSE_NANOS = 500_000_000;
    private static final int MAX_LINES = 1_000;

    private final PrintStream err;
    private final boolean terminal;
    private long next = System.nanoTime() + PAUSE_NANOS;
    private boolean shown;
    private int lines;

    MovingProgress(PrintStream err) {
        this.err = err;
        this.terminal = Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }

    void show(long messages) {
        if (terminal && System.nanoTime() > next) {
            err.print("\r" + messages + " messages");
            err.flush();
            shown = true;
            next = System.nanoTime() + PAUSE_NANOS;
        }
    }

    void line(String text) {
        end();
        lines++;
        if (lines <= MAX_LINES) {
            err.println(Output.printable(text));
        } else if (lines == MAX_LINES + 1) {
            err.println("Further failures are only counted.");
        }
    }

    void end() {
        if (shown) {
            err.print("\r                              \r");
            shown = false;
        }
    }
}
