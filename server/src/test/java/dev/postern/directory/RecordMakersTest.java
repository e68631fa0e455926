package dev.postern.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.access.AccessRight;
import dev.postern.access.AppId;
import dev.postern.access.AppSelector;
import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.access.PolicyId;
import dev.postern.http.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Every record of the directory is read as it was written. All components differ, so that none can be mistaken for another. */
class RecordMakersTest {
    private static final Instant SOME = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LATER = Instant.parse("2027-01-01T00:00:00Z");
    private static final Map<String, JsonNode> PROFILE =
            Map.of("city", Json.parse("{\"a\":\"Oslo\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8)));

    private final DirectoryJson json = new DirectoryJson();

    private static UUID guid(int number) {
        return new UUID(7, number);
    }

    private static ObjectId id(int number) {
        return new ObjectId(guid(number));
    }

    static Stream<Object> records() {
        var password = new PasswordCredential(guid(1), "a name", "hin", SOME, LATER, new SecretHash("hash"));
        var key = new KeyCredential(guid(2), null, SOME, LATER, new byte[] {1, 2});
        var federated = new FederatedCredential(guid(3), "n", "issuer", "subject", List.of("audience"), "described");
        var credentials = new Credentials(List.of(password), List.of(key), List.of(federated));
        var role = new AppRole(guid(4), "Mail.Send", "shown", "described", List.of("Application"), true);
        var recipient = new Recipient(
                RecipientType.ROOM_MAILBOX,
                "name",
                "alias",
                "a@contoso.example",
                List.of("b@contoso.example"),
                "S-1",
                guid(5),
                true,
                Map.of("CustomAttribute1", "x"));
        return Stream.of(
                password,
                key,
                federated,
                credentials,
                role,
                recipient,
                new User(id(6), SOME, "shown", "upn", true, recipient, new MailboxId(guid(7)), PROFILE),
                new User(id(6), SOME, "shown", "upn", false, null, null, Map.of()),
                new Group(id(8), SOME, "shown", "nick", true, List.of("Unified"), recipient, List.of(id(9)), PROFILE),
                new Application(
                        id(10),
                        new AppId(guid(11)),
                        SOME,
                        "shown",
                        List.of("api://x"),
                        List.of(role),
                        credentials,
                        List.of(id(12)),
                        PROFILE),
                new ServicePrincipal(
                        id(13),
                        new AppId(guid(14)),
                        SOME,
                        "shown",
                        ServicePrincipalType.APPLICATION,
                        true,
                        false,
                        List.of("name"),
                        List.of("alternative"),
                        List.of(role),
                        credentials,
                        new SecretHash("other"),
                        List.of(id(15)),
                        PROFILE),
                new AdministrativeUnit(id(16), SOME, "shown", PROFILE),
                new AppRoleAssignment("text", id(17), id(18), guid(19), SOME),
                new ApplicationAccessPolicy(
                        new PolicyId(guid(20)),
                        AppSelector.of(guid(21).toString()),
                        AccessRight.DENY_ACCESS,
                        id(22),
                        "sid",
                        "name",
                        "identity",
                        null,
                        SOME),
                new ExchangeServicePrincipal(id(23), SOME, new AppId(guid(24)), id(25), "shown"),
                new ManagementScope(id(26), SOME, "name", "filter"),
                new TransportRule(
                        id(30),
                        SOME,
                        "name",
                        31,
                        true,
                        List.of(id(32)),
                        List.of(id(33)),
                        "scope",
                        new AppId(guid(34)),
                        "header",
                        "value",
                        "disclaimer",
                        true,
                        List.of(id(35))),
                new ManagementRoleAssignment(
                        id(27), SOME, "name", "role", id(28), ManagementRoleAssignment.ScopeType.GROUP, id(29)));
    }

    @ParameterizedTest
    @MethodSource("records")
    void aRecordIsReadAsItWasWritten(Object object) {
        String written = json.write(object);
        assertEquals(written, json.write(json.read(written, object.getClass())));
    }

    @Test
    void everyRecordIsTested() {
        assertEquals(RecordMakers.types(), records().map(Object::getClass).collect(Collectors.toSet()));
    }
}
