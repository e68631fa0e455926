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
            ./postern COMMAND ...

            %s
            For operators:

            %s
            On a running server, found by --profile FILE, POSTERN_PROFILE or ./data/admin.json:

            %s
            A server in developer mode:

            %s
            ./postern CMDLET -Parameter value ... [-o table|list|json|tsv], and with -WhatIf [--all]

            Cmdlets of Exchange:
            %s
            Cmdlets for service principals:
            %s
            ./postern COMMAND --help and ./postern help CMDLET show how it is used, with an example.
            Options that begin with two hyphens may be in any place, also before the command.
            """.formatted(
                        CommandHelp.list(ProcessCommands.all()),
                        CommandHelp.list(OperatorCommands.all()),
                        CommandHelp.list(ServerCommands.all()),
                        CommandHelp.list(DevelopCommands.all()),
                        names(CmdletTable.exchange().all()),
                        names(CmdletTable.directory().all()));
    }

    private static String names(List<Cmdlet> cmdlets) {
        return cmdlets.stream().map(cmdlet -> "  " + cmdlet.name() + "\n").collect(Collectors.joining());
    }
}
