package dev.postern;

import dev.postern.cli.Command;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A command that works on a database, run in the process of the test: a process of its own takes a second to start. */
public record CommandHere(int status, String out, String err) {
    /** Runs {@code audit verify} with these options. */
    public static CommandHere auditVerify(List<String> options) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
        PrintStream warned = new PrintStream(err, true, StandardCharsets.UTF_8);
        var words = new ArrayList<>(List.of("audit", "verify"));
        words.addAll(options);
        int status = switch (Command.read(words)) {
            case Command.AuditVerify verify -> AuditVerifying.verify(verify.options(), printed, warned);
            case Command.Unusable unusable -> {
                warned.println(unusable.message());
                yield unusable.status();
            }
            default -> throw new AssertionError(words);
        };
        return new CommandHere(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
