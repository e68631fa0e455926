package dev.postern.console.access;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the page shows before a change.
 *
 * @param sentences what the change does, a sentence for each cmdlet
 * @param problem why it cannot be made; empty if it can
 * @param difference null if it cannot be made
 * @param fields of the form that makes it
 * @param command the command that does the same
 * @param back where the question came from; empty if there was none
 */
public record Change(
        List<String> sentences,
        String problem,
        @Nullable Difference difference,
        Map<String, String> fields,
        String command,
        String back) {
    public Change {
        sentences = List.copyOf(sentences);
    }
}
