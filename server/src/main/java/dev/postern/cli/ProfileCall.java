package dev.postern.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A command that needs a profile, but not its server.
 *
 * @param option the file that the command line names
 * @param arguments those behind the first word of the command
 * @param directory to which file names are relative
 */
record ProfileCall(
        Optional<String> option,
        Map<String, String> environment,
        List<String> arguments,
        Path directory,
        PrintStream out) {
    Profile profile() {
        return Profile.load(option, environment.get(Profile.VARIABLE), directory);
    }

    /** Returns no profile if none was named and the default one does not exist. */
    Optional<Profile> optional() {
        try {
            return Optional.of(profile());
        } catch (CliFailure e) {
            boolean named = option.isPresent()
                    || !environment.getOrDefault(Profile.VARIABLE, "").isEmpty();
            if (e.isWithoutServer() && !named) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Prints the output of a command that succeeded. */
    int print(String text) {
        out.print(text);
        return 0;
    }
}
