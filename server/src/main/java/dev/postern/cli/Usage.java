package dev.postern.cli;

import dev.postern.cmdlet.Cmdlet;
import dev.postern.cmdlet.CmdletTable;
import java.util.List;
import java.util.stream.Collectors;

/** The text of {@code ./postern help}. */
public final class Usage {
    private Usage() {}

    public static String text() {
        return """
            %s
            On a running server, found by --profile FILE, POSTERN_PROFILE or ./data/admin.json:

            %s./postern CMDLET -Parameter value ... [--json]
            ./postern CMDLET -Parameter value ... -WhatIf [--all] [--json]

            Cmdlets of Exchange:
            %s
            Cmdlets for service principals:
            %s
            ./postern help, ./postern --version

            Options that begin with two hyphens may be in any place, also before the command. The commands app, identity create and
            workflow print JSON with and without --json.
            """.formatted(
                        lines(ProcessCommands.all()),
                        lines(ServerCommands.all()),
                        names(CmdletTable.exchange().all()),
                        names(CmdletTable.directory().all()));
    }

    private static String lines(List<CommandDefinition> commands) {
        return commands.stream()
                .flatMap(command -> command.lines().stream())
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    private static String names(List<Cmdlet> cmdlets) {
        return cmdlets.stream().map(cmdlet -> "  " + cmdlet.name() + "\n").collect(Collectors.joining());
    }
}
