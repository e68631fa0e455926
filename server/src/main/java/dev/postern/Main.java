package dev.postern;

import dev.postern.cli.Client;
import dev.postern.cli.Command;
import dev.postern.cli.Usage;
import java.nio.file.Path;
import java.util.List;

/** The entry point of the process: parses the command line and runs the command. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        VirtualThreads.prepare();
        int status = switch (Command.read(List.of(args))) {
            case Command.Serve serve -> ServeCommand.serve(serve.options());
            case Command.Demo demo -> ServeCommand.demo(demo.once());
            case Command.Dev dev -> DevCommand.run(dev.options());
            case Command.AuditVerify verify -> AuditVerifying.verify(verify.options(), System.out, System.err);
            case Command.AuditExport export -> AuditExporting.export(export.options(), System.out, System.err);
            case Command.AuditRead read -> AuditReading.run(read.options(), System.getenv(), System.out, System.err);
            case Command.KeysRotate rotate -> StoredSecrets.rotate(rotate.options(), System.out, System.err);
            case Command.SigningKeys keys -> SigningKeysCommand.run(keys.options(), System.out, System.err);
            case Command.Backup backup ->
                BackupCommand.backup(backup.options(), System.getenv(), System.out, System.err);
            case Command.Restore restore -> BackupCommand.restore(restore.options(), System.out, System.err);
            case Command.Check check -> CheckCommand.run(check.options(), System.out, System.err);
            case Command.WorkflowTest test -> WorkflowTestCommand.run(test.options(), System.out, System.err);
            case Command.Remote remote -> new Client(System.getenv(), Path.of(""), System.out, System.err).run(remote);
            case Command.Help help -> {
                System.out.print(Usage.text());
                yield 0;
            }
            case Command.Printed printed -> {
                System.out.print(printed.text());
                yield 0;
            }
            case Command.Version version -> {
                System.out.println(ProgramVersion.read().text());
                yield 0;
            }
            case Command.Unusable unusable -> {
                System.err.println(unusable.message());
                yield unusable.status();
            }
        };
        if (status != 0) {
            System.exit(status);
        }
    }
}
