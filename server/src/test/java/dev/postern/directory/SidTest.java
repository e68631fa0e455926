package dev.postern.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Security identifiers are different, also for ids that differ only in their second half, as an import may have them. */
class SidTest {
    private static final Tenant TENANT =
            new Tenant(new TenantId(UUID.randomUUID()), DirectoryObjects.CREATED, List.of("contoso.example"));

    @Test
    void similarIdsDoNotCollide() {
        Set<String> used = new HashSet<>();
        int[] asked = {0};
        for (int i = 0; i < 10_000; i++) {
            String sid = Sid.next(TENANT, new ObjectId(new UUID(0x4000L, 0x8000_0000_0000_0000L + i)), text -> {
                asked[0]++;
                return !used.add(text);
            });
            assertTrue(sid.matches("S-1-5-21(-\\d{1,10}){4}"), sid);
        }
        assertEquals(10_000, used.size());
        assertTrue(asked[0] < 25_000, () -> asked[0] + " identifiers were tried");
    }

    @Test
    void anObjectHasTheSameIdentifierAsBefore() {
        ObjectId id = new ObjectId(UUID.fromString("00000000-0000-0007-8000-000000000001"));
        assertTrue(Sid.next(TENANT, id, _ -> false).endsWith("-1007"));
        String first = Sid.next(TENANT, id, _ -> false);
        assertTrue(!Sid.next(TENANT, id, first::equals).equals(first));
    }
}
