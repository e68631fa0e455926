package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits of the configuration file act on a running server. */
class LimitKeysTest {
    private static final String BOX = "/v1.0/users/box@contoso.example";

    @TempDir
    Path folder;

    @Test
    void aBodyAboveTheLimitIsRefused() {
        try (TestPostern postern = TestPostern.configured(folder, "limits: {body-bytes: 2 KiB}\n")) {
            Administration admin = postern.admin();
            admin.sharedMailbox("box");
            String token = admin.token(admin.app("app", "Mail.ReadWrite"));
            admin.http().post(BOX + "/messages", token, subject(1_000)).expect(201);
            assertEquals(
                    "RequestEntityTooLarge",
                    admin.http()
                            .post(BOX + "/messages", token, subject(2_100))
                            .expect(413)
                            .code());
        }
    }

    private static String subject(int length) {
        return "{\"subject\":\"" + "x".repeat(length) + "\"}";
    }

    /**
     * A page reserves memory for its maximum size before it is read. Afterwards the unused part is released, so many small pages fit into
     * the budget.
     */
    @Test
    void manySmallPagesOfOneRequestFitIntoASmallBudget() {
        try (TestPostern postern = TestPostern.configured(folder, "limits: {memory: 8 MiB}\n")) {
            Administration admin = postern.admin();
            admin.sharedMailbox("box");
            String token = admin.token(admin.app("app", "Mail.ReadWrite"));
            admin.http().post(BOX + "/messages", token, subject(10)).expect(201);
            Answer folders = admin.http()
                    .get(BOX + "/mailFolders?$top=100&$expand=messages($top=1000)", token)
                    .expect(200);
            assertTrue(folders.json().get("value").size() > 5);
            assertTrue(folders.body().contains("xxxxxxxxxx"));
        }
    }
}
