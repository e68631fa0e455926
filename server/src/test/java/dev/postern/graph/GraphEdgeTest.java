package dev.postern.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.gate.Area;
import dev.postern.gate.CalendarReader;
import dev.postern.gate.ContactReader;
import dev.postern.gate.DirectoryOpening;
import dev.postern.gate.DirectoryReader;
import dev.postern.gate.Form;
import dev.postern.gate.MailReader;
import dev.postern.gate.MailboxOpening;
import dev.postern.gate.SettingsReader;
import dev.postern.http.Response;
import dev.postern.store.Engine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The processing of every request: path, gate, handler, error. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GraphEdgeTest {
    private static final List<String> IDS = List.of(
            "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222", "AAMkAD=", "AAMkAE=");
    private GraphFixture fixture;
    private GraphFixture.Client withoutRoles;

    @BeforeAll
    void open() {
        fixture = new GraphFixture(Engine.SQLITE);
        withoutRoles = fixture.client();
    }

    @AfterAll
    void close() {
        fixture.close();
    }

    private static String address(OperationRow row) {
        String path = row.template();
        for (String id : IDS) {
            path = path.replaceFirst("\\{id}", id);
        }
        return "/v1.0" + path.replaceAll("\\{[A-Za-z]+}", "x");
    }

    @Test
    void everyRowRequiresAToken() {
        for (OperationRow row : OperationTable.load().rows()) {
            Answer answer = withoutRoles.send(row.method(), address(row), "", Map.of("Authorization", "Basic eA=="));
            assertEquals(401, answer.status(), row.operation().name());
            assertEquals("InvalidAuthenticationToken", answer.code());
        }
    }

    @Test
    void everyRowRequiresItsPermission() {
        for (OperationRow row : OperationTable.load().rows()) {
            if (row.operation().permissions().isEmpty()) {
                continue;
            }
            Answer answer = withoutRoles.send(row.method(), address(row), "{}", Map.of());
            assertEquals(403, answer.status(), row.operation().name());
            assertEquals(
                    row.family() == ErrorFamily.DIRECTORY ? "Authorization_RequestDenied" : "ErrorAccessDenied",
                    answer.code(),
                    row.operation().name());
        }
    }

    @Test
    void everyPermissionOfADirectoryRowSuffices() {
        for (OperationRow row : OperationTable.load().rows()) {
            for (String permission : row.operation().permissions()) {
                if (row.area() == Area.DIRECTORY) {
                    Answer answer = fixture.client(permission).send(row.method(), address(row), "", Map.of());
                    assertFalse(
                            List.of(401, 403, 405, 500).contains(answer.status()),
                            row.operation().name() + " with " + permission + ": " + answer);
                }
            }
        }
    }

    @Test
    void aRowWithoutHandlerIs501OnlyWithPermission() {
        Answer answer = fixture.client("User.Read.All").get("/v1.0/directory/deletedItems");
        assertEquals(501, answer.status());
        assertEquals("NotImplemented", answer.code());
        assertTrue(
                answer.message()
                        .startsWith("GET /directory/deletedItems is not implemented by this server. Note: refused"),
                answer::message);
        assertEquals(
                403,
                fixture.client("Mail.Read").get("/v1.0/directory/deletedItems").status());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET|/v1.0/me/messages|400|BadRequest|/me request is only valid with delegated authentication flow.",
                "GET|/v1.0/nothing|400|BadRequest|Resource not found for the segment 'nothing'.",
                "GET|/v1.0/users/x/nothing|400|BadRequest|Resource not found for the segment 'nothing'.",
                "PUT|/v1.0/users|405|Request_BadRequest|Specified HTTP method is not allowed for the request target.",
                "GET|/v1.0|400|BadRequest|Resource not found for the segment ''.",
            })
    void anUnknownPathIsNamed(String method, String address, int status, String code, String message) {
        Answer answer = withoutRoles.send(method, address, "", Map.of());
        assertEquals(status, answer.status());
        assertEquals(code, answer.code());
        assertEquals(message, answer.message());
    }

    @ParameterizedTest
    @CsvSource({
        "Bearer,Access token is empty.",
        "Bearer nonsense,CompactToken parsing failed with error code: 80049217",
    })
    void aBadTokenIsRefusedWithAChallenge(String header, String message) {
        Answer answer = withoutRoles.send("GET", "/v1.0/users", "", Map.of("Authorization", header));
        assertEquals(401, answer.status());
        assertEquals(message, answer.message());
        assertTrue(answer.header("WWW-Authenticate").startsWith("Bearer "), answer.header("WWW-Authenticate"));
    }

    @Test
    void anErrorContainsTheIdsAndTheTime() {
        Answer answer = withoutRoles.send("GET", "/v1.0/users", "", Map.of("client-request-id", "mine"));
        var inner = answer.json().path("error").path("innerError");
        assertEquals("2026-11-23T08:00:00", inner.path("date").asString());
        assertEquals("mine", inner.path("client-request-id").asString());
        assertEquals(36, inner.path("request-id").asString().length());
    }

    @Test
    void anExpiredTokenAndOneForAnotherAudienceAreRefused() {
        try (var other = new GraphFixture(Engine.SQLITE)) {
            var reader = other.client("User.Read.All");
            String foreign = other.azureAd("Directory.Read.All").token();
            Answer audience = reader.send("GET", "/v1.0/users", "", Map.of("Authorization", "Bearer " + foreign));
            assertEquals("Access token validation failure. Invalid audience.", audience.message());
            other.now.updateAndGet(now -> now.plus(Duration.ofHours(2)));
            other.directory.refresh();
            assertEquals(
                    "Lifetime validation failed, the token is expired.",
                    reader.get("/v1.0/users").message());
            assertEquals(200, other.client("Group.Read.All").get("/v1.0/groups").status());
        }
    }

    @Test
    void aDirectoryThatIsNotCurrentReturns503() {
        try (var other = new GraphFixture(Engine.SQLITE)) {
            var reader = other.client("User.Read.All");
            other.now.updateAndGet(now -> now.plus(Duration.ofMinutes(10)));
            Answer answer = reader.get("/v1.0/users");
            assertEquals(503, answer.status());
            assertEquals("5", answer.header("Retry-After"));
        }
    }

    @Test
    void bindingAHandlerOfTheWrongAreaOrFormFailsAtStart() {
        GraphEdge edge = fixture.unbound();
        OperationHandler<Object> handler = (opened, request) -> Response.empty(204);
        for (Executable wrong : List.<Executable>of(
                () -> edge.bind("GET", "/nothing", DirectoryOpening.DIRECTORY_READ, handler),
                // it has a handler already
                () -> fixture.edge.bind("GET", "/users", DirectoryOpening.DIRECTORY_READ, handler),
                // the form is wrong
                () -> edge.bind("GET", "/users/delta", DirectoryOpening.DIRECTORY_WRITE, handler),
                () -> edge.bind("GET", "/users/{id}/messages/delta", "message", MailboxOpening.MAIL_WRITE, handler),
                () -> edge.bind("GET", "/users/{id}/messages/delta", "message", MailboxOpening.MAIL_SEND, handler),
                // the kind of item is wrong
                () -> edge.bind("GET", "/users/{id}/messages/delta", "event", MailboxOpening.MAIL_READ, handler),
                // the area is wrong
                () -> edge.bind("GET", "/users/{id}/messages/delta", DirectoryOpening.DIRECTORY_READ, handler),
                () -> edge.bind("GET", "/users/delta", "message", MailboxOpening.MAIL_READ, handler),
                () -> edge.bind("GET", "/users/{id}/events", "event", MailboxOpening.MAIL_READ, handler),
                () -> edge.bind("GET", "/users/{id}/messages/delta", "message", MailboxOpening.CALENDAR_READ, handler),
                () -> edge.bind("GET", "/users/{id}/contacts", "contact", MailboxOpening.MAIL_READ, handler),
                () -> edge.bind("GET", "/users/{id}/messages/delta", (caller, request) -> Response.empty(204)))) {
            assertThrows(IllegalArgumentException.class, wrong);
        }
        edge.bind("GET", "/users/{id}/messages/delta", "message", MailboxOpening.MAIL_READ, handler);
    }

    @Test
    void theHandlerOfAReadingRowCannotWrite() {
        Set<Class<?>> reading = Set.of(
                MailReader.class,
                CalendarReader.class,
                ContactReader.class,
                SettingsReader.class,
                DirectoryReader.class);
        for (OperationRow row : fixture.edge.served()) {
            fixture.edge.capability(row).ifPresent(given -> {
                assertEquals(
                        !row.operation().writes(),
                        reading.contains(given),
                        row.operation().name());
                assertEquals(
                        row.area() == Area.DIRECTORY,
                        DirectoryReader.class.isAssignableFrom(given),
                        row.operation().name());
            });
        }
        assertTrue(
                fixture.edge.served().stream().anyMatch(row -> row.operation().form() == Form.SEND));
    }

    @Test
    void theFormOfARowMatchesItsMethod() {
        for (OperationRow row : OperationTable.load().rows()) {
            if (row.method().equals("GET")) {
                assertEquals(Form.READ, row.operation().form(), row.operation().name());
            } else if (!row.method().equals("POST")) {
                assertTrue(row.operation().writes(), row.operation().name());
            }
        }
    }

    @Test
    void aRowOfAnAreaHasPermissionsOfThatAreaOnly() {
        Map<Area, String> prefixes = Map.of(
                Area.MAIL, "Mail.",
                Area.CALENDAR, "Calendars.",
                Area.CONTACTS, "Contacts.",
                Area.SETTINGS, "MailboxSettings.");
        for (OperationRow row : OperationTable.load().rows()) {
            String prefix = prefixes.get(row.area());
            if (prefix != null) {
                assertTrue(
                        row.operation().permissions().stream().allMatch(one -> one.startsWith(prefix)),
                        row.operation().name());
            }
        }
    }

    @Test
    void everyRowIsReachedByItsPath() {
        var table = OperationTable.load();
        var unreached = new ArrayList<String>();
        for (OperationRow row : table.rows()) {
            var path = PathReader.read(TestRequest.of(row.method(), address(row), Map.of(), "").segments().stream()
                    .skip(1)
                    .toList());
            var found = table.find(row.method(), path.segments());
            if (!(found instanceof dev.postern.http.Routes.Match.Found<OperationRow> match)
                    || !match.route().target().equals(row)) {
                unreached.add(row.operation().name());
            }
        }
        assertEquals(List.of(), unreached);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "users/u/messages('AA=')/microsoft.graph.move | users/u/messages/AA=/move",
                "users/u/messages/m/graph.move | users/u/messages/m/move",
                "users/u/messages/m/graph.eventMessage/event | users/u/messages/m/eventMessage/event",
                "users/u/messages/m/extensions/graph.deal | users/u/messages/m/extensions/graph.deal",
                "users/graph.user@contoso.example | users/graph.user@contoso.example",
                "groups/g/members/graph.user/$count | groups/g/members/user/$count",
                "users('u''v')/messages/delta() | users/u'v/messages/delta",
                "users/u/messages/microsoft.graph.delta() | users/u/messages/delta",
                "users/u/mailFolders/a/childFolders/b/childFolders/c/messages |"
                        + " users/u/mailFolders/b/childFolders/c/messages",
                "users/u/mailFolders/a/childFolders/b/childFolders/c/childFolders/d |"
                        + " users/u/mailFolders/c/childFolders/d",
                "users/u/mailFolders/a/childFolders/b/childFolders | users/u/mailFolders/b/childFolders",
                "users/u/mailFolders/a/childFolders | users/u/mailFolders/a/childFolders",
                "users/u/reminderView(startDateTime='a,b',endDateTime='c') | users/u/reminderView",
                "servicePrincipals(appId='x')/appRoleAssignments | servicePrincipals/appId='x'/appRoleAssignments",
                "users/u/messages/m/extensions/microsoft.graph.openTypeExtension.com.x |"
                        + " users/u/messages/m/extensions/microsoft.graph.openTypeExtension.com.x",
            })
    void spellingsOfAPathAreNormalised(String written, String read) {
        assertEquals(
                read,
                String.join("/", PathReader.read(List.of(written.split("/"))).segments()));
    }

    @Test
    void functionArgumentsAreRemovedFromThePath() {
        var path = PathReader.read(List.of("users", "u", "reminderView(startDateTime='a,b',endDateTime='it''s')"));
        assertEquals(Map.of("startdatetime", "a,b", "enddatetime", "it's"), path.arguments());
    }

    @Test
    void preferencesComeInOneHeaderOrSeveral() {
        var preferences = Preferences.of(
                List.of("outlook.timezone=\"Pacific, Standard\", IdType=\"ImmutableId\"", "odata.maxpagesize=50"));
        assertEquals("Pacific, Standard", preferences.value("Outlook.TimeZone").orElseThrow());
        assertTrue(preferences.immutableIds());
        assertEquals(50, preferences.maxPageSize().orElseThrow());
        assertFalse(preferences.minimal());
    }

    @Test
    void anyNumberIsAPageSize() {
        assertEquals(999_999, pageSize("99999999999999999999").orElseThrow());
        assertEquals(999_999, pageSize("2147483648").orElseThrow());
        assertEquals(999_999, pageSize("999999").orElseThrow());
        for (String none : List.of("0", "-1", "x", "1.5", "")) {
            assertTrue(pageSize(none).isEmpty(), none);
        }
    }

    private static Optional<Integer> pageSize(String value) {
        return Preferences.of(List.of("odata.maxpagesize=" + value)).maxPageSize();
    }
}
