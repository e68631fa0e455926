package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.TestFolders;
import dev.postern.store.Databases;
import dev.postern.store.TcpHole;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** SIGTERM ends a server with status 0 within ten seconds, whatever it is doing; the log contains the start and the end of stopping. */
@Tag("alone")
class TerminationTest {
    private static final String INBOX = "/v1.0/users/shared@contoso.example/messages";

    private static void terminate(ServerProcess server) throws InterruptedException {
        server.terminate();
        server.terminate();
        assertTrue(server.process().waitFor(10, TimeUnit.SECONDS), server::output);
        assertEquals(0, server.process().exitValue(), server::output);
        String output = server.output();
        assertTrue(output.contains("stopping"), output);
        assertTrue(output.contains("stopped"), output);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void anIdleServer() throws Exception {
        Path folder = TestFolders.folder("postern-stop");
        try (ServerProcess server = ServerProcess.start(folder, ServerProcess.QUICK, List.of())) {
            server.admin();
            terminate(server);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aBusyServer() throws Exception {
        Path folder = TestFolders.folder("postern-stop");
        try (ServerProcess server = ServerProcess.start(folder, ServerProcess.QUICK, List.of());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Administration admin = server.admin();
            admin.sharedMailbox("shared");
            String token = admin.token(admin.app("reader", "Mail.Read", "Mail.Send"));
            var busy = new CountDownLatch(100);
            for (int i = 0; i < 16; i++) {
                threads.execute(() -> {
                    try {
                        while (server.isAlive()) {
                            admin.http()
                                    .post(
                                            "/v1.0/users/shared@contoso.example/sendMail",
                                            token,
                                            Administration.mail("Load", "shared@contoso.example"));
                            admin.http().get(INBOX, token);
                            busy.countDown();
                        }
                    } catch (UncheckedIOException e) {
                        // it stopped
                    }
                });
            }
            assertTrue(busy.await(60, TimeUnit.SECONDS));
            terminate(server);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aServerWithoutItsDatabase() throws Exception {
        Path folder = TestFolders.folder("postern-stop");
        try (TcpHole network = new TcpHole(Databases.postgresUrl());
                ServerProcess server =
                        ServerProcess.start(folder, ServerProcess.QUICK, List.of("--database", network.url()));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Administration admin = server.admin();
            admin.sharedMailbox("shared");
            String token = admin.token(admin.app("reader", "Mail.Read"));
            admin.http().get(INBOX, token).expect(200);
            network.swallow();
            for (int i = 0; i < 8; i++) {
                threads.execute(() -> {
                    try {
                        admin.http().get(INBOX, token);
                    } catch (UncheckedIOException e) {
                        // it stopped
                    }
                });
            }
            terminate(server);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aServerThatCannotStartFails() throws Exception {
        Path folder = TestFolders.folder("postern-stop");
        try (ServerProcess server = ServerProcess.start(
                folder,
                ServerProcess.QUICK,
                List.of("--database", "jdbc:postgresql://localhost:1/nothing?user=nobody"))) {
            assertTrue(server.process().waitFor(30, TimeUnit.SECONDS));
            assertNotEquals(0, server.process().exitValue(), server::output);
        }
    }
}
