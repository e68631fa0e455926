package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.TestFolders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Postfix with a configuration, a queue and ports of its own. It delivers mail to fabrikam.example into a maildir, and mail to two mailboxes
 * of contoso.example to Postern: to one over SMTP, to the other over LMTP.
 */
final class Postfix implements AutoCloseable {
    static final String OVER_SMTP = "over-smtp@contoso.example";
    static final String OVER_LMTP = "over-lmtp@contoso.example";

    private static final int NOBODY = 65534;
    private static final List<String> NEEDED =
            List.of("/usr/sbin/postfix", "/usr/sbin/smtp-source", "/usr/sbin/opendkim", "/usr/bin/openssl");

    private final Path folder;
    private final int port = freePort();
    private final int smtpPort = freePort();
    private final int lmtpPort = freePort();

    private Postfix(Path folder) throws IOException {
        this.folder = folder;
    }

    /** Installs Debian's packages if they are absent. Returns why there is no Postfix, if there is none. */
    static Optional<String> missing() throws IOException, InterruptedException {
        if (!"root".equals(System.getProperty("user.name"))) {
            return Optional.of("Postfix can be started only by root");
        }
        if (NEEDED.stream().allMatch(one -> Files.exists(Path.of(one)))) {
            return Optional.empty();
        }
        if (!Files.exists(Path.of("/usr/bin/apt-get"))) {
            return Optional.of("Postfix is not installed, and there is no apt-get to install it");
        }
        boolean absent = !Files.exists(Path.of(NEEDED.getFirst()));
        Ended update = run("apt-get", "-q", "update");
        Ended install = run(
                "apt-get",
                "-q",
                "-o",
                "DPkg::Lock::Timeout=300",
                "-y",
                "install",
                "--no-install-recommends",
                "postfix",
                "opendkim",
                "openssl");
        if (install.status != 0) {
            return Optional.of("Postfix could not be installed: " + update.output + install.output);
        }
        if (absent) {
            // the package starts one on port 25
            run("/usr/sbin/postfix", "stop");
        }
        return Optional.empty();
    }

    static Postfix start() throws IOException, InterruptedException {
        // not in that of TestFolders, which only this user may enter: Postfix has users of its own
        Path folder = Files.createDirectory(Path.of(
                System.getProperty("java.io.tmpdir"),
                "postern-postfix-" + ProcessHandle.current().pid()));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        var postfix = new Postfix(folder);
        postfix.configure();
        postfix.control("start");
        return postfix;
    }

    /** Where it takes mail. */
    int port() {
        return port;
    }

    /** Where it expects Postern's listener for SMTP. */
    int smtpPort() {
        return smtpPort;
    }

    /** Where it expects Postern's listener for LMTP. */
    int lmtpPort() {
        return lmtpPort;
    }

    /** The certificate that it shows. */
    Path certificate() {
        return folder.resolve("cert.pem");
    }

    private void configure() throws IOException, InterruptedException {
        for (String name : List.of("etc", "queue", "data", "mail")) {
            Files.createDirectory(folder.resolve(name));
        }
        expect("chown", "postfix", folder.resolve("data").toString());
        expect("chown", Integer.toString(NOBODY), folder.resolve("mail").toString());
        expect(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=mx.fabrikam.example",
                "-addext",
                "subjectAltName=IP:127.0.0.1",
                "-keyout",
                folder.resolve("key.pem").toString(),
                "-out",
                certificate().toString());
        Files.writeString(folder.resolve("etc/main.cf"), """
            compatibility_level = 3.6
            queue_directory = FOLDER/queue
            data_directory = FOLDER/data
            maillog_file = FOLDER/log
            maillog_file_prefixes = FOLDER
            myhostname = mx.fabrikam.example
            mydestination =
            inet_interfaces = 127.0.0.1
            inet_protocols = ipv4
            mynetworks = 127.0.0.0/8
            alias_maps =
            alias_database =
            local_recipient_maps =
            virtual_mailbox_domains = fabrikam.example
            virtual_mailbox_base = FOLDER/mail
            virtual_mailbox_maps = static:out/
            virtual_uid_maps = static:NOBODY
            virtual_gid_maps = static:NOBODY
            smtpd_recipient_restrictions = permit_mynetworks, reject
            smtpd_tls_security_level = may
            smtpd_tls_cert_file = FOLDER/cert.pem
            smtpd_tls_key_file = FOLDER/key.pem
            smtp_tls_security_level = may
            relay_domains = contoso.example
            transport_maps = inline:{
             {OVER_SMTP = relay:[127.0.0.1]:SMTP_PORT},
             {OVER_LMTP = lmtp:inet:[127.0.0.1]:LMTP_PORT}}
            queue_run_delay = 1s
            minimal_backoff_time = 1s
            maximal_backoff_time = 2s
            transport_retry_time = 1s
            """.replace("FOLDER", folder.toString())
                .replace("NOBODY", Integer.toString(NOBODY))
                .replace("OVER_SMTP", OVER_SMTP)
                .replace("OVER_LMTP", OVER_LMTP)
                .replace("SMTP_PORT", Integer.toString(smtpPort))
                .replace("LMTP_PORT", Integer.toString(lmtpPort)));
        Files.writeString(folder.resolve("etc/master.cf"), """
            127.0.0.1:PORT inet n - n - - smtpd
            pickup unix n - n 60 1 pickup
            cleanup unix n - n - 0 cleanup
            qmgr unix n - n 300 1 qmgr
            tlsmgr unix - - n 1000? 1 tlsmgr
            rewrite unix - - n - - trivial-rewrite
            bounce unix - - n - 0 bounce
            defer unix - - n - 0 bounce
            trace unix - - n - 0 bounce
            flush unix n - n 1000? 0 flush
            proxymap unix - - n - - proxymap
            relay unix - - n - - smtp
            lmtp unix - - n - - lmtp
            error unix - - n - - error
            retry unix - - n - - error
            virtual unix - n n - - virtual
            anvil unix - - n - 1 anvil
            scache unix - - n - 1 scache
            postlog unix-dgram n - n - 1 postlogd
            """.replace("PORT", Integer.toString(port)));
    }

    /** Kills all its processes in the middle of what they do, and starts it again. */
    void killAndStart() throws IOException, InterruptedException {
        control("abort");
        control("start");
    }

    /** Starts to send messages to it, which it acknowledges and then sends to Postern. */
    Process submit(int messages, String recipient) throws IOException {
        return new ProcessBuilder(
                        "smtp-source",
                        "-m",
                        Integer.toString(messages),
                        "-s",
                        "4",
                        "-l",
                        "2000",
                        "-f",
                        "out@fabrikam.example",
                        "-t",
                        recipient,
                        "127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("source-" + recipient).toFile())
                .start();
    }

    /** The messages for fabrikam.example that it has delivered. */
    List<Path> delivered() {
        Path inbox = folder.resolve("mail/out/new");
        if (!Files.exists(inbox)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(inbox)) {
            return all.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Their texts. */
    List<String> texts() {
        return delivered().stream().map(Postfix::text).toList();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The end of its log. */
    String log() {
        try {
            List<String> lines = Files.readAllLines(folder.resolve("log"));
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** What OpenDKIM says about a message. */
    String verified(Path message, List<String> keys) throws IOException, InterruptedException {
        Path known = Files.write(folder.resolve("keys"), keys);
        Path configuration =
                Files.writeString(folder.resolve("opendkim.conf"), "Mode v\nSyslog no\nTestPublicKeys " + known + "\n");
        return run("opendkim", "-x", configuration.toString(), "-vvv", "-t", message.toString()).output;
    }

    private void control(String command) throws IOException, InterruptedException {
        expect("/usr/sbin/postfix", "-c", folder.resolve("etc").toString(), command);
    }

    private void expect(String... command) throws IOException, InterruptedException {
        Ended ended = run(command);
        assertEquals(0, ended.status, () -> List.of(command) + ": " + ended.output + log());
    }

    private record Ended(int status, String output) {}

    private static Ended run(String... command) throws IOException, InterruptedException {
        // into a file, because daemons that it starts keep what it has open
        Path output = TestFolders.file("postern-postfix", ".txt");
        try {
            ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(command)))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
            Process process = builder.start();
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                return new Ended(-1, "it did not end");
            }
            return new Ended(process.exitValue(), Files.readString(output));
        } finally {
            Files.delete(output);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws IOException {
        try {
            control("abort");
            run("rm", "-r", folder.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while Postfix was stopped", e);
        }
    }
}
