package dev.postern.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** A Postfix with a configuration and a queue of its own, which delivers mail to contoso.example into a maildir. */
final class PostfixProcess implements AutoCloseable {
    private static final String PROGRAM = "/usr/sbin/postfix";

    private final Path folder;
    private final int port;

    private PostfixProcess(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /** Whether it can be started: it is installed, and this process is root. */
    static boolean isThere() {
        return Files.exists(Path.of(PROGRAM)) && "root".equals(System.getProperty("user.name"));
    }

    static PostfixProcess start(int port) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("postern-benchmarks-postfix");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (String name : List.of("etc", "queue", "data", "mail")) {
            Files.createDirectory(folder.resolve(name));
        }
        run("chown", "postfix", folder.resolve("data").toString());
        run("chown", "65534", folder.resolve("mail").toString());
        Files.writeString(folder.resolve("etc/main.cf"), """
            compatibility_level = 3.6
            queue_directory = FOLDER/queue
            data_directory = FOLDER/data
            maillog_file = FOLDER/log
            maillog_file_prefixes = FOLDER
            myhostname = mx.contoso.example
            mydestination =
            inet_interfaces = 127.0.0.1
            inet_protocols = ipv4
            mynetworks = 127.0.0.0/8
            alias_maps =
            alias_database =
            local_recipient_maps =
            virtual_mailbox_domains = contoso.example
            virtual_mailbox_base = FOLDER/mail
            virtual_mailbox_maps = static:inbox/
            virtual_uid_maps = static:65534
            virtual_gid_maps = static:65534
            """.replace("FOLDER", folder.toString()));
        Files.writeString(folder.resolve("etc/master.cf"), """
            127.0.0.1:PORT inet n - n - - smtpd
            cleanup unix n - n - 0 cleanup
            qmgr unix n - n 300 1 qmgr
            tlsmgr unix - - n 1000? 1 tlsmgr
            rewrite unix - - n - - trivial-rewrite
            bounce unix - - n - 0 bounce
            defer unix - - n - 0 bounce
            trace unix - - n - 0 bounce
            proxymap unix - - n - - proxymap
            virtual unix - n n - - virtual
            anvil unix - - n - 1 anvil
            postlog unix-dgram n - n - 1 postlogd
            """.replace("PORT", Integer.toString(port)));
        run(PROGRAM, "-c", folder.resolve("etc").toString(), "start");
        return new PostfixProcess(folder, port);
    }

    int port() {
        return port;
    }

    /** Processor time of all its processes, in seconds. */
    double cpuSeconds() {
        try {
            long master = Long.parseLong(
                    Files.readString(folder.resolve("queue/pid/master.pid")).strip());
            return ProcessHandle.of(master).map(ProcessorTime::ofFamily).orElse(0.0);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() != 0) {
            throw new IOException(List.of(command) + " failed");
        }
    }

    @Override
    public void close() throws IOException {
        try {
            run(PROGRAM, "-c", folder.resolve("etc").toString(), "abort");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Benchmarks.remove(folder);
    }
}
