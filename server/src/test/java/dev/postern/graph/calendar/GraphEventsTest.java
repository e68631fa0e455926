package dev.postern.graph.calendar;

import dev.postern.directory.User;
import dev.postern.graph.GraphFixture;
import dev.postern.graph.GraphScript;
import dev.postern.store.Engine;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Events, views, occurrences and reminders: the scripts in {@code events.txt}, each with a mailbox of its own. */
@ParameterizedClass
@EnumSource(Engine.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class GraphEventsTest {
    @Parameter
    Engine engine;

    private GraphFixture graph;

    @BeforeParameterizedClassInvocation
    void open() {
        graph = new GraphFixture(engine);
        graph.user("other", "Other Person");
    }

    @AfterParameterizedClassInvocation
    void close() {
        graph.close();
    }

    @TestFactory
    Stream<DynamicTest> scripts() {
        var writer = graph.client("Calendars.ReadWrite");
        var reader = graph.client("Calendars.Read", "Mail.ReadWrite");
        String foreign =
                writer.get("/v1.0/users/other@contoso.example/calendar").id();
        List<GraphScript> scripts = GraphScript.read("/dev/postern/graph/calendar/events.txt");
        return IntStream.range(0, scripts.size()).mapToObj(i -> {
            GraphScript script = scripts.get(i);
            return DynamicTest.dynamicTest(script.title(), () -> {
                User user = graph.user("user" + i, "User " + i);
                script.run(
                        writer,
                        reader,
                        user.userPrincipalName(),
                        Map.of("foreign", foreign, "self", user.userPrincipalName()));
            });
        });
    }
}
