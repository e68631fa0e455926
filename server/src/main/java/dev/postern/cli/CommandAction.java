package dev.postern.cli;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** What is done for a command. */
sealed interface CommandAction {
    /** {@code Main} executes what the reader returns for the arguments behind the first word of the command. */
    record OfProcess(Function<List<String>, Command> reader) implements CommandAction {}

    /** {@link Client} calls a running server. The result is the exit status. */
    record OnServer(ToIntFunction<ServerCall> run) implements CommandAction {}

    /** {@link Client} reads the profile, and does not call its server with it. The result is the exit status. */
    record OnProfile(ToIntFunction<ProfileCall> run) implements CommandAction {}
}
