package dev.postern.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Adds a certificate authority to those that the system trusts.
 *
 * @param root the root of the file system
 */
record SystemTrust(Path ca, X509Certificate certificate, Path root) {
    private static final long MAX_SECONDS = 120;
    private static final List<Kind> KINDS = List.of(
            new Kind("usr/local/share/ca-certificates", "usr/sbin/update-ca-certificates", List.of()),
            new Kind("etc/pki/ca-trust/source/anchors", "usr/bin/update-ca-trust", List.of("extract")));

    /** How a distribution keeps them: a folder, and a command that reads it. */
    private record Kind(String folder, String command, List<String> arguments) {}

    /** Prints the steps, or does them. */
    String run(boolean really) {
        Kind kind = kind().orElseThrow(() ->
                CliFailure.failed("This system has neither update-ca-certificates nor update-ca-trust. Add " + ca
                        + " to the trusted certificates with the system's own tools."));
        Path copy = root.resolve(kind.folder()).resolve(name());
        if (!really) {
            return "sudo cp " + TrustCommand.quoted(ca.toAbsolutePath()) + " " + TrustCommand.quoted(copy) + "\n"
                    + "sudo " + String.join(" ", command(kind)) + "\n";
        }
        try {
            Files.copy(ca, copy, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw CliFailure.failed("The file " + copy + " cannot be written: " + e
                    + ". Run the command as root, or without --yes to see the steps.");
        }
        return execute(command(kind)) + "The system trusts " + copy + ".\n";
    }

    private Optional<Kind> kind() {
        return KINDS.stream()
                .filter(one -> Files.isDirectory(root.resolve(one.folder()))
                        && Files.isExecutable(root.resolve(one.command())))
                .findFirst();
    }

    private List<String> command(Kind kind) {
        var words =
                new java.util.ArrayList<>(List.of(root.resolve(kind.command()).toString()));
        words.addAll(kind.arguments());
        return words;
    }

    /** The serial number distinguishes the authorities of several servers. */
    private String name() {
        String serial = certificate.getSerialNumber().toString(16);
        return "postern-" + serial.substring(0, Math.min(8, serial.length())) + ".crt";
    }

    private static String execute(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(MAX_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw CliFailure.failed(String.join(" ", command) + " failed: " + output.strip());
            }
            return output;
        } catch (IOException e) {
            throw CliFailure.failed(String.join(" ", command) + " failed: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CliFailure.failed(String.join(" ", command) + " was interrupted.");
        }
    }
}
