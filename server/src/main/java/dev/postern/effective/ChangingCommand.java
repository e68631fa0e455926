package dev.postern.effective;

import dev.postern.directory.Draft;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One command that changes the answer.
 *
 * @param reach what the application would reach with it, as a sentence; null if the command is about this mailbox only
 */
public record ChangingCommand(String command, @Nullable String reach) {
    /** Returns the sentences for people. */
    List<String> text(String introduction) {
        return Stream.concat(Stream.of(introduction + command), Stream.ofNullable(reach))
                .toList();
    }

    /**
     * A command that may change the answer.
     *
     * @param wide whether it can open mailboxes besides the one in question
     */
    record Candidate(String command, Consumer<Draft> change, boolean wide) {}
}
