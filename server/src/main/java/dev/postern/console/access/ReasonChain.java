package dev.postern.console.access;

import java.util.List;

/**
 * The way from an application to a mailbox through one policy or role assignment.
 *
 * @param title what it is about
 * @param state what it does: {@code granted}, {@code denied}, or empty for nothing
 * @param outcome the same in words
 */
public record ReasonChain(String title, String state, String outcome, List<Step> steps) {
    public ReasonChain {
        steps = List.copyOf(steps);
    }
}
