package dev.postern.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A Dovecot on loopback, with one mailbox of some hundred messages, for comparison. It needs root, as Dovecot does. */
final class Dovecot implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/dovecot");
    private static final int MESSAGES = 500;
    private static final String NOBODY = "65534";

    private final Process process;
    private final int port;

    private Dovecot(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static boolean isInstalled() {
        return Files.isExecutable(PROGRAM);
    }

    static Dovecot start() throws IOException {
        Path folder = Files.createTempDirectory("postern-dovecot");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path file = Files.writeString(folder.resolve("dovecot.conf"), configuration(folder, port));
        Process process = new ProcessBuilder(PROGRAM.toString(), "-F", "-c", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        var started = new Dovecot(process, port);
        try (ImapSession session = started.whenReady()) {
            var random = new SplittableRandom(7);
            for (int i = 0; i < MESSAGES; i++) {
                session.append("From: sender" + i + "@fabrikam.example\r\nTo: bench0@contoso.example\r\nSubject: "
                        + Words.text(random, 40).strip() + "\r\nDate: Mon, 23 Nov 2026 10:00:00 +0000\r\nMessage-ID: <"
                        + i + "@fabrikam.example>\r\n\r\n" + Words.text(random, 2_000));
            }
        }
        return started;
    }

    private static String configuration(Path folder, int port) {
        return """
            base_dir = FOLDER/base
            log_path = FOLDER/log
            protocols = imap
            listen = 127.0.0.1
            ssl = no
            disable_plaintext_auth = no
            first_valid_uid = 1
            first_valid_gid = 1
            mail_location = maildir:~/mail
            mail_max_userip_connections = 200
            service imap-login {
              chroot =
              service_count = 0
              inet_listener imap {
                port = PORT
              }
              inet_listener imaps {
                port = 0
              }
            }
            service anvil {
              chroot =
            }
            passdb {
              driver = static
              args = nopassword=y
            }
            userdb {
              driver = static
              args = uid=NOBODY gid=NOBODY home=FOLDER/home
            }
            """.replace("FOLDER", folder.toString())
                .replace("PORT", Integer.toString(port))
                .replace("NOBODY", NOBODY);
    }

    private ImapSession whenReady() throws IOException {
        for (int attempt = 0; ; attempt++) {
            try {
                return open(1);
            } catch (IOException e) {
                if (attempt == 100 || !process.isAlive()) {
                    close();
                    throw e;
                }
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
        }
    }

    /**
     * @param messages the number of messages in each fetch: one completely, or the headers of several
     */
    ImapSession open(int messages) throws IOException {
        return new ImapSession(port, messages, MESSAGES);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
