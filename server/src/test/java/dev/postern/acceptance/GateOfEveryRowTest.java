package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.TestFolders;
import dev.postern.graph.Compatibility;
import dev.postern.graph.GraphFixture;
import dev.postern.graph.OperationRow;
import dev.postern.graph.OperationTable;
import dev.postern.graph.subscription.NotificationLimits;
import dev.postern.graph.subscription.SubscriptionHandlers;
import dev.postern.graph.subscription.TestEndpoint;
import dev.postern.http.Json;
import dev.postern.store.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every row of the operations tables about mail, calendars and contacts over HTTP, with every kind of caller: with each single permission, without a token, restricted to
 * another mailbox, from another tenant, and with an expired token. All refused callers and the first allowed one send the same request,
 * so a refused request that had an effect would be detected.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GateOfEveryRowTest {
    private static final String MISSING = "Access is denied. Check credentials and try again.";
    private static final String POLICY = "Access to OData is disabled.";
    private static final String NOBODY = "nobody@contoso.example";

    private static TestPostern postern;
    private static Http http;
    private static MailAsks mail;
    private static CalendarAsks calendars;
    private static ContactAsks contacts;
    private static String memberId;
    private static String groupId;
    /** A token for each Graph permission, with only that permission. */
    private static final Map<String, String> BY_PERMISSION = new TreeMap<>();
    /** The response of each row to allowed callers. */
    private static final Map<OperationRow, Integer> ANSWERED = new HashMap<>();

    private static String none;
    private static String all;
    private static String confined;
    private static String stranger;
    private static String expired;

    @BeforeAll
    static void prepare() throws IOException {
        AtomicReference<Duration> behind = new AtomicReference<>(Duration.ofHours(-3));
        postern = TestPostern.start(
                TestFolders.folder("postern-gate"),
                () -> Instant.now().plus(behind.get()),
                "tenant.additional",
                "fabrikam.example");
        expired = postern.admin().token(postern.admin().app("early", "Mail.ReadWrite", "Mail.Send"));
        behind.set(Duration.ZERO);
        Administration admin = Waiting.until(() -> {
            Administration now = postern.admin("contoso.example");
            boolean current = now.http().get("/readyz", null).status() == 200;
            return current ? Optional.of(now) : Optional.empty();
        });
        http = admin.http();
        memberId = admin.sharedMailbox("member");
        admin.sharedMailbox("elsewhere");
        groupId = admin.securityGroup("readers");
        admin.cmdlet("Add-DistributionGroupMember", "Identity", "readers", "Member", "elsewhere");
        List<String> permissions = admin.roles();
        permissions.forEach(each -> BY_PERMISSION.put(each, admin.token(admin.app(each, each))));
        none = admin.token(admin.app("none"));
        all = admin.token(admin.app("all", permissions.toArray(String[]::new)));
        Administration.App inside = admin.app("inside", permissions.toArray(String[]::new));
        admin.restrict(inside.appId(), "readers");
        confined = admin.token(inside);
        Administration other = postern.admin("fabrikam.example");
        stranger = other.token(other.app("stranger", permissions.toArray(String[]::new)));
        mail = new MailAsks(new MailSeeds(http, all));
        calendars = new CalendarAsks(http, all);
        contacts = new ContactAsks(http, all);
    }

    @AfterAll
    static void stop() {
        postern.close();
    }

    private static List<OperationRow> rows() {
        List<OperationRow> all = OperationTable.load().rows();
        return Stream.of(MailAsks.rows(all), CalendarAsks.rows(all), ContactAsks.rows(all))
                .flatMap(List::stream)
                .toList();
    }

    private static MailAsk fresh(OperationRow row) {
        if (ContactAsks.has(row)) {
            return contacts.fresh(row);
        }
        return CalendarAsks.has(row) ? calendars.fresh(row) : mail.fresh(row);
    }

    private static String status(OperationRow row) {
        return CalendarAsks.has(row) ? CalendarAsks.status(row) : row.successStatus();
    }

    @Order(1)
    @TestFactory
    List<DynamicTest> everyRow() {
        return rows().stream()
                .map(row -> DynamicTest.dynamicTest(row.operation().name(), () -> check(row)))
                .toList();
    }

    private static void check(OperationRow row) {
        MailAsk ask = fresh(row);
        assertTrue(
                BY_PERMISSION.keySet().containsAll(row.operation().permissions()), "permissions that nobody can hold");
        refused(ask.send(http, null), 401, "InvalidAuthenticationToken", "Access token is empty.");
        refused(
                ask.send(http, expired),
                401,
                "InvalidAuthenticationToken",
                "Lifetime validation failed, the token is expired.");
        refused(ask.send(http, none), 403, "ErrorAccessDenied", MISSING);
        byAll(ask, insufficient(row)).forEach(answer -> refused(answer, 403, "ErrorAccessDenied", MISSING));
        Answer denied = ask.send(http, confined);
        refused(denied, 403, "ErrorAccessDenied", POLICY);
        assertEquals(plain(denied), plain(ask.to(NOBODY).send(http, confined)), "no difference to an unknown mailbox");
        for (String owner : List.of(MailSeeds.MEMBER, memberId)) {
            Answer there = ask.to(owner).send(http, stranger);
            refused(there, 404, "ErrorInvalidUser", "The requested user '" + owner + "' is invalid.");
        }
        refused(
                ask.to(NOBODY).send(http, stranger),
                404,
                "ErrorInvalidUser",
                "The requested user '" + NOBODY + "' is invalid.");
        letIn(row, ask);
    }

    private static List<String> insufficient(OperationRow row) {
        return BY_PERMISSION.entrySet().stream()
                .filter(permission -> !row.operation().permissions().contains(permission.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Concurrently, because every refusal waits until it is on disk. */
    private static List<Answer> byAll(MailAsk ask, List<String> tokens) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return tokens.stream()
                    .map(token -> CompletableFuture.supplyAsync(() -> ask.send(http, token), threads))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .toList();
        }
    }

    private static void letIn(OperationRow row, MailAsk first) {
        MailAsk ask = first;
        for (String permission : row.operation().permissions().stream().sorted().toList()) {
            Answer answer = ask.send(http, Objects.requireNonNull(BY_PERMISSION.get(permission)));
            assertEquals(status(row), Integer.toString(answer.status()), () -> permission + ": " + answer);
            ANSWERED.put(row, answer.status());
            ask = fresh(row);
        }
    }

    /** The calendars of groups: no caller can use them, and only callers with a permission learn whether the group exists. */
    @Order(2)
    @TestFactory
    List<DynamicTest> everyRowOfGroups() {
        return OperationTable.load().rows().stream()
                .filter(row -> row.template().startsWith("/groups/{id}/")
                        && List.of("calendar", "event", "attachment").contains(row.section()))
                .map(row -> DynamicTest.dynamicTest(row.operation().name(), () -> checkGroup(row)))
                .toList();
    }

    private static void checkGroup(OperationRow row) {
        MailAsk there = group(row, groupId);
        MailAsk missing = group(row, memberId);
        for (MailAsk ask : List.of(there, missing)) {
            refused(ask.send(http, null), 401, "InvalidAuthenticationToken", "Access token is empty.");
            refused(ask.send(http, none), 403, "ErrorAccessDenied", MISSING);
            byAll(ask, insufficient(row)).forEach(answer -> refused(answer, 403, "ErrorAccessDenied", MISSING));
        }
        refused(there.send(http, stranger), 404, "ResourceNotFound", "Resource could not be discovered.");
        for (String permission : row.operation().permissions()) {
            String token = Objects.requireNonNull(BY_PERMISSION.get(permission));
            refused(there.send(http, token), 403, "ErrorAccessDenied", MISSING);
            refused(missing.send(http, token), 404, "ResourceNotFound", "Resource could not be discovered.");
        }
        ANSWERED.put(row, 403);
    }

    /** Subscriptions: the mailbox is in the body or in what is stored, so a caller is let in by its permission, to find nothing. */
    @Order(2)
    @TestFactory
    List<DynamicTest> everyRowOfSubscriptions() {
        return OperationTable.load().rows().stream()
                .filter(row -> row.template().startsWith("/subscriptions"))
                .map(row -> DynamicTest.dynamicTest(row.operation().name(), () -> checkSubscriptions(row)))
                .toList();
    }

    private static void checkSubscriptions(OperationRow row) {
        MailAsk ask = group(row, groupId);
        refused(ask.send(http, null), 401, "InvalidAuthenticationToken", "Access token is empty.");
        refused(ask.send(http, none), 403, "ErrorAccessDenied", MISSING);
        byAll(ask, insufficient(row)).forEach(answer -> refused(answer, 403, "ErrorAccessDenied", MISSING));
        boolean names = row.template().contains("{id}");
        int expected =
                names && !row.method().equals("PATCH") ? 404 : row.method().equals("GET") ? 200 : 400;
        for (String permission : row.operation().permissions()) {
            Answer answer = ask.send(http, Objects.requireNonNull(BY_PERMISSION.get(permission)));
            assertEquals(expected, answer.status(), () -> permission + ": " + answer);
        }
    }

    private static MailAsk group(OperationRow row, String id) {
        String path = row.template().replaceFirst("\\{id}", id).replace("{id}", "x");
        boolean body = row.method().equals("POST") || row.method().equals("PATCH");
        return new MailAsk(row, row.method(), path, body ? "application/json" : null, body ? "{}" : null);
    }

    private static void refused(Answer answer, int status, String code, String message) {
        assertAll(
                answer.response().request().toString(),
                () -> assertEquals(status, answer.status(), answer::body),
                () -> assertEquals(code, answer.code(), answer::body),
                () -> assertEquals(message, answer.message(), answer::body));
    }

    /** Returns a response without the parts that always differ. */
    private static JsonNode plain(Answer answer) {
        ObjectNode json = (ObjectNode) answer.json().get("error");
        json.remove("innerError");
        return json;
    }

    @Order(3)
    @Test
    void everyRowWithinBatches() {
        List<MailAsk> parts = rows().stream().map(GateOfEveryRowTest::fresh).toList();
        for (int at = 0; at < parts.size(); at += 20) {
            List<MailAsk> twenty = parts.subList(at, Math.min(at + 20, parts.size()));
            batch(twenty, none).forEach((ask, answer) -> batchRefused(answer, MISSING));
            batch(twenty, confined).forEach((ask, answer) -> batchRefused(answer, POLICY));
            batch(twenty, all).forEach((ask, answer) -> {
                int status = answer.get("status").asInt();
                boolean notBuilt = status == 501 && ask.row().template().endsWith("/delta");
                assertTrue(notBuilt || status(ask.row()).equals(Integer.toString(status)), answer::toString);
            });
            refused(
                    http.post("/v1.0/$batch", expired, body(twenty)),
                    401,
                    "InvalidAuthenticationToken",
                    "Lifetime validation failed, the token is expired.");
            refused(
                    http.post("/v1.0/$batch", null, body(twenty)),
                    401,
                    "InvalidAuthenticationToken",
                    "Access token is empty.");
        }
        OperationTable.load().rows().stream()
                .filter(row -> row.template().equals("/$batch"))
                .forEach(row -> ANSWERED.put(row, 200));
    }

    /** {@code docs/compatibility.md} contains exactly the bound rows and their results. */
    @Order(4)
    @Test
    void thePageIsUpToDate() throws IOException {
        Path file = Path.of("..", "docs", "compatibility.md");
        try (var fixture = new GraphFixture(Engine.SQLITE)) {
            OperationTable table = OperationTable.load();
            SubscriptionHandlers.bindAll(
                    fixture.edge, TestEndpoint.client(), NotificationLimits.USUAL, InstantSource.system());
            rows().forEach(row -> assertEquals(
                    fixture.edge.served().contains(row), !Objects.equals(ANSWERED.get(row), 501), row.template()));
            String page = Compatibility.page(table, fixture.edge, ANSWERED);
            if ("write".equals(System.getProperty("compatibility"))) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, page);
            }
            assertEquals(
                    page, Files.exists(file) ? Files.readString(file) : "", "run again with -Dcompatibility=write");
        }
    }

    private static void batchRefused(JsonNode answer, String message) {
        assertEquals(403, answer.get("status").asInt(), answer::toString);
        assertEquals("ErrorAccessDenied", answer.at("/body/error/code").asString());
        assertEquals(message, answer.at("/body/error/message").asString());
    }

    private static Map<MailAsk, JsonNode> batch(List<MailAsk> parts, String token) {
        JsonNode answers =
                http.post("/v1.0/$batch", token, body(parts)).expect(200).json().get("responses");
        assertEquals(parts.size(), answers.size());
        Map<MailAsk, JsonNode> byPart = new HashMap<>();
        answers.forEach(
                answer -> byPart.put(parts.get(Integer.parseInt(answer.get("id").asString())), answer));
        return byPart;
    }

    private static String body(List<MailAsk> parts) {
        ObjectNode body = Json.object();
        ArrayNode requests = body.putArray("requests");
        for (int i = 0; i < parts.size(); i++) {
            requests.add(parts.get(i).part(Integer.toString(i)));
        }
        return Json.text(body);
    }
}
