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
            ./postern serve [--data DIR] [--port N] [--tls-port N] [--tls-name HOST]... [--database URL]
                            [--tenant DOMAIN] [--config FILE]
            ./postern demo [--once]
            ./postern audit verify [--data DIR] [--database URL] [--head FILE] [--json]
            ./postern audit export [--data DIR] [--database URL] FILE [--json]
            ./postern audit search [--app A] [--mailbox M] [--denied] [--since T] [--json]
                                   [--data DIR | --database URL [--tenant T]]
            ./postern audit tail [--lines N] [--follow] and the options of audit search
            ./postern backup [--data DIR] [--database URL] [--config FILE] FILE
            ./postern restore FILE --data DIR
            ./postern check [--data DIR] [--database URL] [--json]
            ./postern keys rotate [--data DIR] [--database URL] [--config FILE]
            ./postern keys list [--data DIR] [--database URL] [--json]
            ./postern keys retire KID [--data DIR] [--database URL]

            On a running server, found by --profile FILE, POSTERN_PROFILE or ./data/admin.json:

            ./postern access [--app APP] [--mailbox MAILBOX] [--permission PERMISSION] [--csv | --json]
            ./postern admin list [--json]
            ./postern admin rotate [--json]
            ./postern admin revoke KEYID
            ./postern app create NAME [--permission ROLE]... [--certificate PEM]
            ./postern audit-access [--json]
            ./postern doctor [--url URL] [--json]
            ./postern expect FILE [--json] [--junit OUT]
            ./postern identity create NAME
            ./postern identity serve NAME --port N
            ./postern import DIR --tenant DOMAIN --profile-out FILE [--json]
            ./postern migrate [--app APP] [--script FILE] [--json]
            ./postern plan FILE [--all] [--json]
            ./postern queue list [--json]
            ./postern subscription list [--json]
            ./postern trust print
            ./postern trust java [--out FILE]
            ./postern trust node
            ./postern trust system [--yes]
            ./postern why APP MAILBOX --permission PERMISSION | --operation "METHOD PATH" [--json]
            ./postern why REQUEST-ID [--json]
            ./postern workflow deploy NAME FILE
            ./postern workflow run NAME [TRIGGER]
            ./postern workflow runs NAME [--json]
            ./postern CMDLET -Parameter value ... [--json]
            ./postern CMDLET -Parameter value ... -WhatIf [--all] [--json]

            Cmdlets of Exchange:
            %s
            Cmdlets for service principals:
            %s
            ./postern help, ./postern --version

            Options that begin with two hyphens may be in any place, also before the command. The commands app, identity create and
            workflow print JSON with and without --json.
            """.formatted(
                        names(CmdletTable.exchange().all()),
                        names(CmdletTable.directory().all()));
    }

    private static String names(List<Cmdlet> cmdlets) {
        return cmdlets.stream().map(cmdlet -> "  " + cmdlet.name() + "\n").collect(Collectors.joining());
    }
}
