package dev.postern.console.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.console.workflow.GraphPicture.Box;
import dev.postern.console.workflow.GraphPicture.Edge;
import dev.postern.http.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Graphs of definitions: what is below what, what is inside what, and that nothing overlaps. */
class GraphDrawingTest {
    private static final String COMPOSE = "'type':'Compose','inputs':1";

    private static GraphPicture draw(String definition, Map<String, String> statuses) {
        return GraphDrawing.of(
                "w",
                DefinitionTree.read(Json.parse(definition.replace('\'', '"'))),
                node -> node.trigger()
                        ? GraphDrawing.State.NONE
                        : new GraphDrawing.State(statuses.getOrDefault(node.name(), ""), ""));
    }

    private static GraphPicture draw(String definition) {
        return draw(definition, Map.of());
    }

    private static Box box(GraphPicture graph, String name) {
        return graph.boxes().stream()
                .filter(one ->
                        one.title().startsWith(name + " (") || one.title().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static boolean contains(Box outer, Box inner) {
        return outer.x() < inner.x()
                && outer.y() < inner.y()
                && inner.x() + inner.width() < outer.x() + outer.width()
                && inner.y() + inner.height() < outer.y() + outer.height();
    }

    private static boolean apart(Box one, Box other) {
        return one.x() + one.width() < other.x()
                || other.x() + other.width() < one.x()
                || one.y() + one.height() < other.y()
                || other.y() + other.height() < one.y();
    }

    private static void assertTidy(GraphPicture graph) {
        for (int i = 0; i < graph.boxes().size(); i++) {
            Box one = graph.boxes().get(i);
            assertTrue(one.x() >= 0 && one.x() + one.width() <= graph.width(), one::toString);
            assertTrue(one.y() >= 0 && one.y() + one.height() <= graph.height(), one::toString);
            for (Box other : graph.boxes().subList(i + 1, graph.boxes().size())) {
                assertTrue(
                        apart(one, other) || contains(one, other) || contains(other, one), () -> one + " and " + other);
            }
        }
    }

    private static final String NESTED =
            "{'triggers':{'manual':{'type':'Request'},'same':{'type':'Recurrence'}},'actions':{"
                    + "'same':{" + COMPOSE + ",'runAfter':{}},"
                    + "'Loop':{'type':'Foreach','foreach':'x','actions':{'Inside':{" + COMPOSE
                    + "}},'runAfter':{'same':['Succeeded']}},"
                    + "'Decide':{'type':'If','actions':{'Yes':{" + COMPOSE + "},'Then':{" + COMPOSE
                    + ",'runAfter':{'yes':['Succeeded']}}},'else':{'actions':{}},'runAfter':{'same':['Succeeded']}},"
                    + "'Route':{'type':'Switch','cases':{'A':{'case':1,'actions':{'In_a':{" + COMPOSE
                    + "}}}},'default':{'actions':{'Other':{" + COMPOSE
                    + "}}},'runAfter':{'Loop':['Succeeded','Failed'],'Decide':['Succeeded']}},"
                    + "'End':{" + COMPOSE + ",'runAfter':{'Route':['TimedOut'],'same':['Succeeded']}}}}";

    @Test
    void actionsAreBelowWhatTheyRunAfterAndInsideTheirScopes() {
        GraphPicture graph = draw(NESTED);
        assertTidy(graph);
        assertEquals(2 + 10 + 4, graph.boxes().size(), graph::toString);
        record Below(String upper, String lower) {}
        for (Below one : List.of(
                new Below("manual", "Loop"),
                new Below("same", "Loop"),
                new Below("Loop", "Route"),
                new Below("Decide", "Route"),
                new Below("Yes", "Then"),
                new Below("Route", "End"))) {
            Box upper = box(graph, one.upper());
            assertTrue(upper.y() + upper.height() < box(graph, one.lower()).y(), one::toString);
        }
        for (String inside : List.of("Yes", "Then", "True", "False")) {
            assertTrue(contains(box(graph, "Decide"), box(graph, inside)), inside);
        }
        assertTrue(contains(box(graph, "Loop"), box(graph, "Inside")));
        assertTrue(contains(box(graph, "Case A"), box(graph, "In_a")));
        assertTrue(contains(box(graph, "Default"), box(graph, "Other")));
    }

    @Test
    void edgesSayWhenTheyAreFollowedUnlessItIsAfterSuccess() {
        assertEquals(
                List.of("Succeeded, Failed", "TimedOut"),
                draw(NESTED).edges().stream()
                        .map(Edge::label)
                        .filter(label -> !label.isEmpty())
                        .sorted()
                        .toList());
    }

    @Test
    void theListSaysTheSameInWords() {
        assertEquals(
                """
                same (Compose)
                Loop (Foreach) after same
                Inside (Compose), inside Loop
                Decide (If) after same
                Yes (Compose), inside Decide, True
                Then (Compose) after yes, inside Decide, True
                Route (Switch) after Decide, Loop (Succeeded, Failed)
                In_a (Compose), inside Route, Case A
                Other (Compose), inside Route, Default
                End (Compose) after Route (TimedOut), same\
                """,
                ActionList.of(DefinitionTree.read(Json.parse(NESTED.replace('\'', '"')))
                                .actions())
                        .stream()
                        .map(one -> one.name() + " (" + one.type() + ")"
                                + (one.after().isEmpty() ? "" : " after " + one.after())
                                + (one.inside().isEmpty() ? "" : ", inside " + one.inside()))
                        .collect(Collectors.joining("\n")));
    }

    @ParameterizedTest
    @CsvSource({
        "Succeeded, granted",
        "Failed, denied",
        "TimedOut, denied",
        "Running, warning",
        "Waiting, warning",
        "Skipped, ''",
        "Cancelled, ''",
        "'', ''"
    })
    void theColourIsThatOfTheStatus(String status, String tone) {
        GraphPicture graph = draw("{'actions':{'One':{" + COMPOSE + "}}}", Map.of("One", status));
        assertEquals(tone, box(graph, "One").tone());
        assertEquals(!status.isEmpty(), box(graph, "One").detail().contains("·"));
    }

    @Test
    void longNamesAreCutAndWholeInTheTitle() {
        String name = "Ä".repeat(79) + "😀";
        Box box = draw("{'actions':{'" + name + "':{" + COMPOSE + "}}}").boxes().getFirst();
        assertTrue(box.name().length() < 25 && box.name().endsWith("…"), box::toString);
        assertTrue(box.title().startsWith(name));
    }

    /** The largest definitions: a chain, all beside each other, and each after all before. */
    @ParameterizedTest
    @CsvSource({"chain", "wide", "dense", "deep"})
    void theLargestDefinitionsAreDrawnQuickly(String shape) {
        var text = new StringBuilder("{'actions':{");
        for (int i = 0; i < 500; i++) {
            String after = switch (shape) {
                case "chain" -> i == 0 ? "" : "'a" + (i - 1) + "':['Succeeded']";
                case "dense" ->
                    java.util.stream.IntStream.range(Math.max(0, i - 20), i)
                            .mapToObj(before -> "'a" + before + "':['Succeeded']")
                            .collect(Collectors.joining(","));
                default -> "";
            };
            text.append(i == 0 || shape.equals("deep") ? "" : ",")
                    .append("'a")
                    .append(i)
                    .append("':{");
            text.append(
                    shape.equals("deep") && i < 30
                            ? "'type':'Scope','actions':{"
                            : COMPOSE + ",'runAfter':{" + after + "}}");
            if (shape.equals("deep") && i == 30) {
                text.append("}}".repeat(30));
                break;
            }
        }
        String definition = text.append("}}").toString();
        assertTimeout(Duration.ofSeconds(5), () -> {
            GraphPicture graph = draw(definition);
            assertEquals(shape.equals("deep") ? 31 : 500, graph.boxes().size());
            assertFalse(graph.width() <= 0 || graph.height() <= 0);
        });
    }

    @Test
    void whatIsNoDefinitionHasNoBoxes() {
        for (String text : List.of(
                "{}", "{'actions':[]}", "{'actions':{'a':{'runAfter':{'a':['Succeeded'],'gone':['Failed']}}}}")) {
            assertTrue(draw(text).boxes().size() <= 1, text);
        }
    }
}
