package dev.postern.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class OwnServerTest {
    @RegisterExtension
    static final PosternExtension postern = PosternExtension.ofItsOwn();

    @Test
    void theClockMovesForMessagesToo() {
        PosternTenant tenant = postern.newTenant();
        PosternMailbox box = tenant.mailbox("anna");
        PosternApp app = tenant.app("sender", "Mail.Send");
        Instant before = postern.server().clock().instant();

        postern.server().clock().advance(Duration.ofDays(40));

        GraphCalls.sendMail(app, box, box.address(), "Later");
        Instant received = tenant.awaitMail(box).received();
        assertTrue(received.isAfter(before.plus(Duration.ofDays(39))), received.toString());
    }

    @Test
    void faultsOfTheServerEnd() {
        PosternTenant tenant = postern.newTenant();
        PosternMailbox box = tenant.mailbox("anna");
        PosternApp app = tenant.app("sender", "Mail.Send");
        postern.server().fault("/v1.0/**").status(429).add();
        assertEquals(429, GraphCalls.sendMail(app, box, box.address(), "Hello").statusCode());
        postern.server().clearFaults();
        assertEquals(202, GraphCalls.sendMail(app, box, box.address(), "Hello").statusCode());
    }

    @Test
    void oldVersionsOfTheServerAreRemoved(@TempDir Path cache) throws Exception {
        for (String old : new String[] {"a", "b", "c"}) {
            Files.createDirectory(cache.resolve(old));
        }
        Path jar = PackedServer.unpackedIn(cache);
        assertTrue(Files.exists(jar));
        assertTrue(Files.exists(jar.resolveSibling("lib")));
        try (var folders = Files.list(cache)) {
            assertEquals(3, folders.count());
        }
        assertEquals(jar, PackedServer.unpackedIn(cache));
    }

    @Test
    void theRuntimeOfTheServerMayBeNamed(@TempDir Path folder) {
        Path found = JavaRuntimes.find(Map.of());
        assertEquals(found, JavaRuntimes.find(Map.of("POSTERN_JAVA_HOME", found.toString())));
        assertFalse(found.equals(folder));
        assertThrows(PosternException.class, () -> AdministratorAccount.read(folder.resolve("admin.json")));
    }
}
