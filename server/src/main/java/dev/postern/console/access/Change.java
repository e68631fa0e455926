package dev.postern.console.access;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the page before a change shows.
 *
 * @param sentences what the change does, a sentence for each cmdlet
 * @param command the command that does the same
 * @param differencePath the part of the page with the difference
 * @param comparedPath the page with the difference, for browsers without scripts
 * @param compared null if the browser asks for the difference itself
 */
public record Change(
        List<String> sentences,
        String command,
        String differencePath,
        String comparedPath,
        @Nullable Compared compared) {
    public Change {
        sentences = List.copyOf(sentences);
    }
}
