package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.postern.store.SmallDisk;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A whole server whose disk fills up while many clients send, stays full for a while, and has space again. */
class FullDiskTest {
    private static final String READ =
            "/v1.0/users/receiver@contoso.example/mailFolders/inbox/messages?$select=subject&$top=1000";
    private static final String SEND = "/v1.0/users/sender@contoso.example/sendMail";

    private static Answer send(Administration admin, String token, String subject) {
        return admin.http()
                .post(
                        SEND,
                        token,
                        Administration.mail(subject, "receiver@contoso.example")
                                .replace("Does this work?", "x".repeat(20_000)));
    }

    @Test
    void belowTheReserveMailIsRefusedAndOtherRequestsContinue() {
        var mounted = SmallDisk.mount("96m");
        assumeTrue(mounted.isPresent(), "this process may not mount a file system");
        try (SmallDisk disk = mounted.get();
                TestPostern postern = TestPostern.start(disk.folder(), "limits.disk-reserve", "16 MiB")) {
            Administration admin = postern.admin();
            admin.sharedMailbox("sender");
            admin.sharedMailbox("receiver");
            var app = admin.app("mailer", "Mail.Send", "Mail.ReadWrite");
            String token = admin.token(app);
            assertEquals(202, send(admin, token, "before").status());
            disk.fillBut(15 << 20);
            Answer refused = send(admin, token, "meanwhile");
            assertEquals(507, refused.status(), refused.body());
            assertEquals("InsufficientStorage", refused.code());
            Answer readiness = admin.http().get("/readyz", null);
            assertEquals(503, readiness.status());
            assertEquals("failed", readiness.json().at("/checks/disk").asString());
            assertEquals(200, admin.http().get("/healthz", null).status());
            Answer read = admin.http().get(READ, admin.token(app));
            assertEquals(
                    "before", read.expect(200).json().at("/value/0/subject").asString());
            String metrics = admin.http().get("/metrics", null).body();
            for (String name : List.of("postern_disk_free_bytes", "postern_database_bytes", "postern_swept_total")) {
                assertTrue(metrics.contains("\n" + name), name);
            }
            disk.free();
            assertEquals(202, send(admin, token, "after").status());
            assertEquals(200, admin.http().get("/readyz", null).status());
        }
    }

    @Test
    void aFullDiskLosesNothingThatWasAcknowledged() throws Exception {
        var mounted = SmallDisk.mount("64m");
        assumeTrue(mounted.isPresent(), "this process may not mount a file system");
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        try (SmallDisk disk = mounted.get()) {
            try (TestPostern postern = TestPostern.start(disk.folder(), "limits.disk-reserve", "0")) {
                Administration admin = postern.admin();
                admin.sharedMailbox("sender");
                admin.sharedMailbox("receiver");
                var app = admin.app("mailer", "Mail.Send", "Mail.Read");
                var stranger = admin.app("stranger", "Mail.Read");
                String token = admin.token(app);
                String strange = admin.token(stranger);
                acknowledged.add("first");
                assertEquals(202, send(admin, token, "first").status());
                disk.fill();
                var wrong = ConcurrentHashMap.<String>newKeySet();
                var refused = new AtomicInteger();
                try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                    for (int i = 0; i < 16; i++) {
                        int client = i;
                        threads.execute(() -> {
                            for (int j = 0; j < 20; j++) {
                                String subject = "m" + client + "-" + j;
                                Answer answer = send(admin, token, subject);
                                switch (answer.status()) {
                                    case 202 -> acknowledged.add(subject);
                                    case 507 -> refused.incrementAndGet();
                                    default -> wrong.add(answer.status() + " " + answer.body());
                                }
                            }
                        });
                    }
                }
                assertEquals(Set.of(), wrong);
                assertTrue(refused.get() > 100, () -> "refused: " + refused);
                // reads and tokens continue, and refusals state the reason
                admin.http().get(READ, token).expect(200);
                assertEquals(
                        200,
                        admin.requestToken(app.appId(), app.secret(), "https://graph.microsoft.com")
                                .status());
                Answer denied = admin.http().post(SEND, strange, Administration.mail("no", "receiver@contoso.example"));
                assertEquals(403, denied.status(), denied.body());
                Answer cmdlet = admin.invoke("New-Mailbox", "Shared", true, "Name", "more");
                assertTrue(Set.of(200, 507).contains(cmdlet.status()), cmdlet::body);
                assertEquals(503, admin.http().get("/readyz", null).status());

                disk.free();
                acknowledged.add("last");
                assertEquals(202, send(admin, token, "last").status());
                // entries that waited in memory are written without further requests
                String management = admin.token("https://management.azure.com");
                Waiting.until(() -> Optional.of(admin.http().get("/postern/audit/" + denied.requestId(), management))
                        .filter(answer ->
                                answer.status() == 200 && answer.body().contains("denied")));
            }
            try (TestPostern postern = TestPostern.start(disk.folder())) {
                Administration admin = postern.admin();
                var app = admin.app("auditor", "Mail.Read");
                var there = new ArrayList<String>();
                admin.http()
                        .get(READ, admin.token(app))
                        .expect(200)
                        .json()
                        .get("value")
                        .forEach(message -> there.add(message.get("subject").asString()));
                assertEquals(acknowledged, Set.copyOf(there));
                assertEquals(acknowledged.size(), there.size());
            }
        }
    }
}
