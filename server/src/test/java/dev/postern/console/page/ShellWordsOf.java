package dev.postern.console.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a real shell makes of a command. */
public final class ShellWordsOf {
    private ShellWordsOf() {}

    /** The words, of which the first is the program; nothing of the command is run. */
    public static List<String> command(String line) {
        try {
            Process shell = new ProcessBuilder("sh", "-c", "for w in " + line + "; do printf '%s\\0' \"$w\"; done")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String words = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (shell.waitFor() != 0) {
                throw new IllegalArgumentException("The shell does not read " + line);
            }
            return List.of(words.split("\0"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
