package dev.postern.graph.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.TestCore;
import dev.postern.access.ObjectId;
import dev.postern.directory.Group;
import dev.postern.directory.User;
import dev.postern.graph.Answer;
import dev.postern.graph.GraphFixture;
import dev.postern.store.Engine;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Following the changes of the directory. */
@ParameterizedClass
@EnumSource(Engine.class)
@SuppressWarnings("NullAway.Init")
class GraphDirectoryDeltaTest {
    @Parameter
    Engine engine;

    private GraphFixture graph;
    private GraphFixture.Client admin;

    @BeforeEach
    void open() {
        graph = new GraphFixture(engine);
        admin = graph.client("User.ReadWrite.All", "Group.ReadWrite.All", "Application.ReadWrite.All");
    }

    @AfterEach
    void close() {
        graph.close();
    }

    /** The entries of a round, and the link to the next one. */
    private record Round(List<JsonNode> entries, String next, int pages) {}

    private Round round(String link) {
        var entries = new ArrayList<JsonNode>();
        String at = link.replace("https://localhost:8443", "");
        for (int pages = 1; ; pages++) {
            Answer answer = admin.get(at);
            assertEquals(200, answer.status(), answer::toString);
            answer.json().path("value").forEach(entries::add);
            assertFalse(
                    answer.json().has("@odata.nextLink") && answer.json().has("@odata.deltaLink"), answer::toString);
            if (answer.json().has("@odata.deltaLink")) {
                return new Round(entries, answer.json().path("@odata.deltaLink").asString(), pages);
            }
            at = answer.json().path("@odata.nextLink").asString().replace("https://localhost:8443", "");
        }
    }

    private static Set<String> ids(Round round) {
        return round.entries().stream()
                .map(one -> one.path("id").asString()
                        + (one.has("@removed")
                                ? " " + one.at("/@removed/reason").asString()
                                : ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void remove(ObjectId id) {
        graph.directory.change(graph.contoso.id(), TestCore.ACTOR, draft -> {
            draft.remove(id);
            return true;
        });
    }

    @Test
    void usersAreFollowed() {
        User anna = graph.user("anna", "Anna");
        User bert = graph.user("bert", "Bert");
        Round first = round("/v1.0/users/delta?$select=displayName");
        assertEquals(Set.of(anna.id().toString(), bert.id().toString()), ids(first));
        assertEquals(2, first.entries().getFirst().size(), "id and displayName");
        assertTrue(first.next().contains("$select=displayName"), first::next);
        Round none = round(first.next());
        assertEquals(Set.of(), ids(none));

        assertEquals(
                204,
                admin.patch("/v1.0/users/" + anna.id(), "{'displayName':'Anna B'}")
                        .status());
        User carl = graph.user("carl", "Carl");
        remove(bert.id());
        Round changed = round(none.next());
        assertEquals(Set.of(anna.id().toString(), carl.id().toString(), bert.id() + " deleted"), ids(changed));
        assertEquals(
                "Anna B",
                changed.entries().stream()
                        .filter(one ->
                                one.path("id").asString().equals(anna.id().toString()))
                        .map(one -> one.path("displayName").asString())
                        .findFirst()
                        .orElse(""));
        assertEquals(ids(changed), ids(round(none.next())), "a link can be used again");
        assertEquals(Set.of(), ids(round(changed.next())));
    }

    @Test
    void latestBeginsWithTheNextChange() {
        graph.user("anna", "Anna");
        Round latest = round("/v1.0/users/delta?$deltatoken=latest");
        assertEquals(List.of(), latest.entries());
        User bert = graph.user("bert", "Bert");
        graph.group("g");
        assertEquals(Set.of(bert.id().toString()), ids(round(latest.next())));
    }

    @Test
    void membersOfGroupsAreFollowed() {
        User anna = graph.user("anna", "Anna");
        User bert = graph.user("bert", "Bert");
        Group group = graph.group("g", anna.id());
        Round first = round("/v1.0/groups/delta");
        assertEquals(1, first.entries().size());
        assertEquals(
                "[{\"@odata.type\":\"#microsoft.graph.user\",\"id\":\"" + anna.id() + "\"}]",
                first.entries().getFirst().path("members@delta").toString());
        graph.directory.change(graph.contoso.id(), TestCore.ACTOR, draft -> {
            draft.addMember(group.id(), bert.id());
            draft.removeMember(group.id(), anna.id());
            return true;
        });
        Round second = round(first.next());
        assertEquals(Set.of(group.id().toString()), ids(second));
        var members = new TreeMap<String, Boolean>();
        second.entries()
                .getFirst()
                .path("members@delta")
                .forEach(one -> members.put(one.path("id").asString(), one.has("@removed")));
        assertEquals(2, members.size());
        assertEquals(false, members.get(bert.id().toString()));
        assertEquals(true, members.get(anna.id().toString()));
        assertEquals(Set.of(), ids(round(second.next())));
        assertEquals(
                List.of(),
                round(first.next().replace("delta?", "delta?$select=displayName&"))
                        .entries(),
                "without members, their changes are none");
    }

    @Test
    void aLargeGroupContinuesOnTheNextPage() {
        List<ObjectId> many = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            many.add(graph.user("user" + i, "User " + i).id());
        }
        Round users = round("/v1.0/users/delta");
        assertEquals(120, ids(users).size());
        assertEquals(2, users.pages());
        // 12 groups with 120 members each have more members than a page
        for (int i = 0; i < 12; i++) {
            graph.group("group" + i, many.toArray(ObjectId[]::new));
        }
        for (String link : List.of("/v1.0/groups/delta", users.next().replace("/users/", "/groups/"))) {
            if (link.startsWith("https")) {
                assertEquals(
                        400,
                        admin.get(link.replace("https://localhost:8443", "")).status(),
                        "a token of users");
                continue;
            }
            Round groups = round(link);
            assertTrue(groups.pages() > 1);
            assertEquals(12, ids(groups).size());
            int members = groups.entries().stream()
                    .mapToInt(one -> one.path("members@delta").size())
                    .sum();
            assertEquals(12 * 120, members);
        }
    }

    /** A reader that applies each round has the same objects as the directory, whatever was changed meanwhile. */
    @Test
    void aCopyEqualsTheDirectory() {
        Random random = new Random(11);
        List<User> users = new ArrayList<>();
        var copy = new TreeMap<String, String>();
        String next = "/v1.0/users/delta";
        for (int round = 0; round < 12; round++) {
            for (int i = 0; i < 6; i++) {
                if (users.isEmpty() || random.nextInt(3) > 0) {
                    users.add(graph.user("u" + round + "x" + i, "U" + random.nextInt(100)));
                } else if (random.nextBoolean()) {
                    remove(users.remove(random.nextInt(users.size())).id());
                } else {
                    admin.patch(
                            "/v1.0/users/"
                                    + users.get(random.nextInt(users.size())).id(),
                            "{'displayName':'N" + random.nextInt(1000) + "'}");
                }
            }
            Round read = round(next);
            for (JsonNode one : read.entries()) {
                if (one.has("@removed")) {
                    copy.remove(one.path("id").asString());
                } else {
                    copy.put(one.path("id").asString(), one.path("displayName").asString());
                }
            }
            next = read.next();
            var actual = new TreeMap<String, String>();
            graph.snapshot()
                    .all(User.class)
                    .forEach(user -> actual.put(user.id().toString(), user.displayName()));
            assertEquals(actual, copy);
        }
    }

    @Test
    void applicationsAndServicePrincipalsAreFollowed() {
        Round apps = round("/v1.0/applications/delta");
        Round principals = round("/v1.0/servicePrincipals/delta");
        assertFalse(principals.entries().isEmpty());
        String id = admin.post("/v1.0/applications", "{'displayName':'x'}").id();
        assertEquals(Set.of(id), ids(round(apps.next())));
        assertEquals(Set.of(), ids(round(principals.next())));
        assertEquals(204, admin.delete("/v1.0/applications/" + id).status());
        assertEquals(Set.of(id + " deleted"), ids(round(apps.next())));
    }

    @Test
    void refused() {
        assertEquals(400, admin.get("/v1.0/users/delta?$deltatoken=nonsense").status());
        assertEquals(400, admin.get("/v1.0/users/delta?$skiptoken=").status());
        assertEquals(
                400, admin.get("/v1.0/users/delta?$filter=displayName eq 'x'").status());
        assertEquals(400, admin.get("/v1.0/users/delta?$top=1").status());
        assertEquals(403, graph.client("Mail.Read").get("/v1.0/users/delta").status());
        String mine = round("/v1.0/users/delta").next();
        GraphFixture.Client stranger = graph.stranger("User.Read.All");
        assertEquals(
                400, stranger.get(mine.replace("https://localhost:8443", "")).status(), "the token of another tenant");
        String text = new String(
                Base64.getUrlDecoder().decode(mine.substring(mine.indexOf("deltatoken=") + 11)),
                StandardCharsets.UTF_8);
        String[] parts = text.split("\\|");
        for (int i : new int[] {4, 5, 6}) {
            parts[i] = "999999";
        }
        String future = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(String.join("|", parts).getBytes(StandardCharsets.UTF_8));
        assertEquals(410, admin.get("/v1.0/users/delta?$deltatoken=" + future).status());
    }
}
