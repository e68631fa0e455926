package dev.postern;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs commands of every kind in one process, for the AOT cache of the command line. The server of {@link Training} is running. */
final class TrainedCommands {
    private TrainedCommands() {}

    /** @param args the folder of the training */
    public static void main(String[] args) {
        PrintStream out = System.out;
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        try {
            String profile = args[0] + "/data/admin.json";
            for (List<String> command : List.of(
                    List.of("help"),
                    List.of("--version"),
                    List.of(
                            "New-Mailbox",
                            "-Shared",
                            "-Name",
                            "trained",
                            "-PrimarySmtpAddress",
                            "trained@contoso.example"),
                    List.of("Get-Mailbox", "--json"),
                    List.of("Get-Mailbox", "-Identity", "trained"),
                    List.of("Set-Mailbox", "-Identity", "trained", "-CustomAttribute1", "x"),
                    List.of("New-DistributionGroup", "-Name", "trainees", "-Type", "Security"),
                    List.of("Add-DistributionGroupMember", "-Identity", "trainees", "-Member", "trained"),
                    List.of("Get-ApplicationAccessPolicy", "--json"),
                    List.of("Get-MgServicePrincipal", "--json"),
                    List.of("app", "create", "trained", "--permission", "Mail.Send"),
                    List.of("access"),
                    List.of("access", "--json"),
                    List.of("why", "trained", "trained@contoso.example", "--permission", "Mail.Send"),
                    List.of("audit", "search", "--json"),
                    List.of("queue", "list", "--json"),
                    List.of("subscription", "list"),
                    List.of("audit-access"))) {
                boolean remote = !command.getFirst().equals("help")
                        && !command.getFirst().startsWith("--");
                Main.main((remote ? with(command, profile) : command).toArray(String[]::new));
            }
        } finally {
            System.setOut(out);
        }
    }

    private static List<String> with(List<String> command, String profile) {
        return java.util.stream.Stream.concat(command.stream(), java.util.stream.Stream.of("--profile", profile))
                .toList();
    }
}
