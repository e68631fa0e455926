package dev.postern.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.TestCore;
import dev.postern.access.TenantId;
import dev.postern.secrets.EncryptionKey;
import dev.postern.secrets.Sealer;
import dev.postern.smtp.client.OutgoingMail.Content;
import dev.postern.smtp.dkim.DkimAlgorithm;
import dev.postern.store.Databases;
import dev.postern.store.Engine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The stored keys: whose mail they sign, how long they are kept in memory, and what happens when they are altered. */
class DkimKeysTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Content MESSAGE = new Content() {
        @Override
        public long size() {
            return 30;
        }

        @Override
        public boolean isEightBit() {
            return false;
        }

        @Override
        public boolean hasUtf8Headers() {
            return false;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            out.write("From: a@contoso.example\r\n\r\nHello\r\n".getBytes(StandardCharsets.US_ASCII));
        }
    };

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-27T08:00:00Z"));
    private final EncryptionKey ours = EncryptionKey.generate(RANDOM);
    private final EncryptionKey next = EncryptionKey.generate(RANDOM);

    /** Returns the selectors of the signatures, in their order. */
    private static List<String> signedWith(DkimKeys keys, TenantId tenant, String domain) throws IOException {
        var out = new ByteArrayOutputStream();
        keys.sign(tenant, domain, MESSAGE).writeTo(out);
        return out.toString(StandardCharsets.US_ASCII)
                .lines()
                .filter(line -> line.startsWith(" s="))
                .map(line -> line.substring(3, line.indexOf(';')))
                .toList();
    }

    private DkimKeys keys(TestCore core, EncryptionKey key, EncryptionKey... previous) {
        return new DkimKeys(core.database(), new Sealer(key, List.of(previous), true, RANDOM), now::get, RANDOM);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aTenantsKeysSignTheMailOfItsDomains(Engine engine) throws Exception {
        try (TestCore core = new TestCore(TestCore.on(Databases.open(engine)).open())) {
            TenantId contoso = core.tenant("contoso.example").id();
            TenantId fabrikam = core.tenant("fabrikam.example").id();
            DkimKeys keys = keys(core, ours);
            assertSame(MESSAGE, keys.sign(contoso, "contoso.example", MESSAGE));
            create(keys, contoso, "s1", DkimAlgorithm.RSA);
            now.updateAndGet(time -> time.plusSeconds(1));
            create(keys, contoso, "s2", DkimAlgorithm.ED25519);
            assertEquals(List.of("s1", "s2"), signedWith(keys, contoso, "Contoso.Example"));
            assertEquals(List.of(), signedWith(keys, contoso, "sub.contoso.example"));
            assertEquals(List.of(), signedWith(keys, contoso, "not a domain"));
            assertEquals(List.of(), signedWith(keys, fabrikam, "contoso.example"));
            assertEquals(List.of(), keys.list(fabrikam));
            assertTrue(!keys.delete(fabrikam, "contoso.example", "s1"));
            assertTrue(keys.delete(contoso, "contoso.example", "s1"));
            assertEquals(List.of("s2"), signedWith(keys, contoso, "contoso.example"));
        }
    }

    private static void create(DkimKeys keys, TenantId tenant, String selector, DkimAlgorithm algorithm) {
        assertNull(keys.create(tenant, "contoso.example", selector, algorithm).refusal());
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void anotherNodeUsesAKeyAfterAMinute(Engine engine) throws Exception {
        try (TestCore core = new TestCore(TestCore.on(Databases.open(engine)).open())) {
            TenantId contoso = core.tenant("contoso.example").id();
            DkimKeys here = keys(core, ours);
            DkimKeys there = keys(core, ours);
            assertEquals(List.of(), signedWith(there, contoso, "contoso.example"));
            create(here, contoso, "s1", DkimAlgorithm.ED25519);
            assertEquals(List.of("s1"), signedWith(here, contoso, "contoso.example"));
            now.updateAndGet(time -> time.plus(DkimKeys.KEPT).minusMillis(1));
            assertEquals(List.of(), signedWith(there, contoso, "contoso.example"));
            now.updateAndGet(time -> time.plusMillis(1));
            assertEquals(List.of("s1"), signedWith(there, contoso, "contoso.example"));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void keysAreEncryptedAndFollowTheEncryptionKey(Engine engine) throws Exception {
        try (TestCore core = new TestCore(TestCore.on(Databases.open(engine)).open())) {
            TenantId contoso = core.tenant("contoso.example").id();
            create(keys(core, ours), contoso, "s1", DkimAlgorithm.RSA);
            create(keys(core, ours), contoso, "s2", DkimAlgorithm.ED25519);
            List<byte[]> before = stored(core);
            assertTrue(before.stream().allMatch(Sealer::isSealed));
            assertEquals(List.of(), signedWith(keys(core, next), contoso, "contoso.example"));
            DkimKeys.seal(core.database(), new Sealer(next, List.of(ours), true, RANDOM));
            assertEquals(List.of("s1", "s2"), signedWith(keys(core, next), contoso, "contoso.example"));
            assertNotEquals(
                    Sealer.keyOf(before.getFirst()), Sealer.keyOf(stored(core).getFirst()));
        }
    }

    private static List<byte[]> stored(TestCore core) {
        return core.database()
                .read(sql -> sql.list("select private_key from dkim_key order by selector", row -> row.bytes(1)));
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aKeyThatWasMovedInTheDatabaseSignsNothing(Engine engine) throws Exception {
        try (TestCore core = new TestCore(TestCore.on(Databases.open(engine)).open())) {
            TenantId contoso = core.tenant("contoso.example").id();
            create(keys(core, ours), contoso, "s1", DkimAlgorithm.ED25519);
            create(keys(core, ours), contoso, "s2", DkimAlgorithm.ED25519);
            core.database()
                    .write(sql -> sql.update("update dkim_key set private_key = (select private_key from dkim_key where"
                            + " selector = 's1') where selector = 's2'"));
            assertEquals(List.of("s1"), signedWith(keys(core, ours), contoso, "contoso.example"));
        }
    }
}
