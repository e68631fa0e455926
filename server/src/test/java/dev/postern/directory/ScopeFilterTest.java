package dev.postern.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.TestCore;
import dev.postern.access.ObjectId;
import dev.postern.store.Database;
import dev.postern.store.Databases;
import dev.postern.store.Engine;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** A compiled filter matches what the filter's condition matches on documents: random filters on random recipients. */
class ScopeFilterTest {
    private static final long SEED = Long.getLong("filter.seed", new SecureRandom().nextLong());
    private static final List<String> TEXTS =
            List.of("", "Sales", "sales", "Sales East", "SÄLES", "säles", "O'Brien", "x", "*");
    private static final List<String> PROPERTIES = List.of(
            "Department",
            "Title",
            "CustomAttribute1",
            "CustomAttribute15",
            "City",
            "DisplayName",
            "Alias",
            "Name",
            "EmailAddresses",
            "PrimarySmtpAddress");

    private final SplittableRandom random = new SplittableRandom(SEED);

    @Test
    void aCompiledFilterMatchesTheSame() {
        try (Database database = Databases.open(Engine.SQLITE)) {
            var core = new TestCore(TestCore.on(database).open());
            Tenant tenant = core.tenant("contoso.example");
            List<ObjectId> ids = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                ids.add(core.put(tenant, user(i)).id());
            }
            for (int i = 0; i < 4; i++) {
                ids.add(core.group(tenant, "Group  " + i, ids.get(random.nextInt(40)), ids.get(random.nextInt(40)))
                        .id());
            }
            DirectorySnapshot directory = core.snapshot(tenant);
            List<MailRecipient> recipients =
                    ids.stream().map(id -> MailRecipient.of(directory.find(id))).toList();
            int matched = 0;
            for (int i = 0; i < 2_000; i++) {
                String filter = filter(tenant, 3);
                var compiled = ScopeFilter.of(
                        new ManagementScope(new ObjectId(UUID.randomUUID()), Instant.EPOCH, "scope", filter));
                var plain = RecipientProperties.filter(directory, filter);
                for (MailRecipient recipient : recipients) {
                    boolean expected = plain.test(recipient);
                    matched += expected ? 1 : 0;
                    assertEquals(
                            expected,
                            compiled.matches(directory, recipient),
                            () -> "seed " + SEED + ": " + filter + " on " + recipient);
                }
            }
            assertTrue(matched > 1_000, "seed " + SEED + ": " + matched);
        }
    }

    @Test
    void groupsAreFoundInEverySpellingOfTheirDistinguishedNames() {
        List<String> names = List.of(
                "Plain 1",
                "Müller, Anna",
                "A+B",
                "#1",
                "x,CN=y",
                "Two  spaces",
                "Back\\slash",
                "q\"q",
                "<a>;b=c",
                "Straße",
                "i\u0130");
        try (Database database = Databases.open(Engine.SQLITE)) {
            var core = new TestCore(TestCore.on(database).open());
            Tenant tenant = core.tenant("contoso.example");
            Map<String, ObjectId> members = new HashMap<>();
            for (String name : names) {
                ObjectId member = core.put(tenant, user(members.size())).id();
                core.group(tenant, name, member);
                members.put(name, member);
            }
            DirectorySnapshot directory = core.snapshot(tenant);
            for (Map.Entry<String, ObjectId> entry : members.entrySet()) {
                String name = entry.getKey();
                String plain = DistinguishedNames.of(tenant, name);
                for (String spelling : List.of(
                        plain,
                        plain.toUpperCase(Locale.ROOT),
                        plain.replace(",OU=", " ,  ou = "),
                        plain.replace("contoso", "fabrikam"),
                        plain.replaceFirst("CN=", "OU="),
                        name)) {
                    var scope = new ManagementScope(
                            new ObjectId(UUID.randomUUID()),
                            Instant.EPOCH,
                            "scope",
                            "MemberOfGroup -eq '" + spelling.replace("'", "''") + "'");
                    var expected = RecipientProperties.filter(directory, scope.filter());
                    var compiled = ScopeFilter.of(scope);
                    members.values().forEach(id -> {
                        MailRecipient recipient = Objects.requireNonNull(MailRecipient.of(directory.find(id)));
                        assertEquals(expected.test(recipient), compiled.matches(directory, recipient), spelling);
                    });
                    MailRecipient member = Objects.requireNonNull(MailRecipient.of(directory.find(entry.getValue())));
                    if (spelling.equals(plain)) {
                        assertTrue(compiled.matches(directory, member), spelling);
                    } else if (spelling.equals(name) || spelling.contains("fabrikam")) {
                        assertFalse(compiled.matches(directory, member), spelling);
                    }
                }
            }
        }
    }

    private String filter(Tenant tenant, int depth) {
        int kind = random.nextInt(depth == 0 ? 6 : 9);
        return switch (kind) {
            case 0, 1 -> any(PROPERTIES) + " " + any(List.of("-eq", "-ne", "-lt", "-ge")) + " " + text();
            case 2 ->
                any(PROPERTIES) + " " + any(List.of("-like", "-notlike")) + " '"
                        + any(List.of("Sal*", "sä*", "x", "user-1*")) + "'";
            case 3 -> any(PROPERTIES) + " " + any(List.of("-eq", "-ne")) + " $null";
            case 4 ->
                any(List.of(
                        "RecipientTypeDetails -eq 'SharedMailbox'",
                        "RecipientType -ne 'UserMailbox'",
                        "HiddenFromAddressListsEnabled -eq $true",
                        "GroupMemberCount -gt 1",
                        "WhenCreated -lt '2026-11-27'",
                        "GroupType -eq 'SecurityEnabled,Universal'"));
            case 5 ->
                "MemberOfGroup " + any(List.of("-eq", "-ne")) + " '"
                        + DistinguishedNames.of(tenant, any(List.of("Group  1", "group 2", "Group  3", "none"))) + "'";
            case 6 -> "-not (" + filter(tenant, depth - 1) + ")";
            case 7 -> "(" + filter(tenant, depth - 1) + " -and " + filter(tenant, depth - 1) + ")";
            default -> "(" + filter(tenant, depth - 1) + " -or " + filter(tenant, depth - 1) + ")";
        };
    }

    private String text() {
        return "'" + any(TEXTS).replace("'", "''") + "'";
    }

    private User user(int number) {
        Map<String, JsonNode> profile = new HashMap<>();
        List.of("department", "jobTitle", "city").forEach(name -> {
            if (random.nextBoolean()) {
                profile.put(name, StringNode.valueOf(any(TEXTS)));
            }
        });
        Map<String, String> attributes = new HashMap<>();
        List.of("CustomAttribute1", "CustomAttribute15").forEach(name -> {
            if (random.nextBoolean()) {
                attributes.put(name, any(TEXTS));
            }
        });
        String alias = "user-" + number;
        var recipient = new Recipient(
                random.nextBoolean() ? RecipientType.USER_MAILBOX : RecipientType.SHARED_MAILBOX,
                alias,
                alias,
                alias + "@contoso.example",
                List.of("sales" + number + "@contoso.example"),
                "S-1-5-21-1-2-3-" + number,
                new UUID(1, number),
                random.nextBoolean(),
                attributes);
        return new User(
                new ObjectId(new UUID(2, number)),
                Instant.parse("2026-11-2" + random.nextInt(5, 9) + "T08:00:00Z"),
                any(TEXTS),
                alias + "@contoso.example",
                true,
                recipient,
                null,
                profile);
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
