package dev.postern.graph.calendar;

import dev.postern.directory.Group;
import dev.postern.directory.User;
import dev.postern.graph.GraphFixture;
import dev.postern.graph.GraphScript;
import dev.postern.store.Engine;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Calendars, their groups and their permissions: the scripts in {@code calendars.txt}, each with a mailbox of its own. */
@ParameterizedClass
@EnumSource(Engine.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class GraphCalendarsTest {
    @Parameter
    Engine engine;

    private GraphFixture graph;

    @BeforeParameterizedClassInvocation
    void open() {
        graph = new GraphFixture(engine);
        graph.user("megan", "Megan Bowen");
    }

    @AfterParameterizedClassInvocation
    void close() {
        graph.close();
    }

    @TestFactory
    Stream<DynamicTest> scripts() {
        Group group = graph.group("staff");
        User other = graph.user("other", "Other Person");
        var writer = graph.client("Calendars.ReadWrite");
        var reader = graph.client("Calendars.Read", "Mail.ReadWrite");
        String foreign =
                writer.get("/v1.0/users/other@contoso.example/calendar").id();
        String foreignGroup = writer.get("/v1.0/users/other@contoso.example/calendarGroups")
                .json()
                .at("/value/0/id")
                .asString();
        List<GraphScript> scripts = GraphScript.read("/dev/postern/graph/calendar/calendars.txt");
        return Stream.iterate(0, i -> i < scripts.size(), i -> i + 1).map(i -> {
            GraphScript script = scripts.get(i);
            return DynamicTest.dynamicTest(script.title(), () -> {
                User user = graph.user("user" + i, "User " + i);
                script.run(
                        writer,
                        reader,
                        user.userPrincipalName(),
                        Map.of(
                                "self", user.userPrincipalName(),
                                "group", group.id().toString(),
                                "other", other.id().toString(),
                                "foreign", foreign,
                                "foreignGroup", foreignGroup));
            });
        });
    }
}
