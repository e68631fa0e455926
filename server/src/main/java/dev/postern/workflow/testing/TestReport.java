package dev.postern.workflow.testing;

import dev.postern.workflow.expression.JsonValues;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The outcomes of tests, as text, as JSON and in the format of JUnit. */
public record TestReport(List<TestRunner.Outcome> outcomes) {
    public TestReport {
        outcomes = List.copyOf(outcomes);
    }

    public boolean holds() {
        return outcomes.stream().allMatch(TestRunner.Outcome::holds);
    }

    public String text() {
        var text = new StringBuilder();
        for (TestRunner.Outcome outcome : outcomes) {
            text.append(outcome.holds() ? "ok      " : "FAILED  ")
                    .append(printable(outcome.test().name()))
                    .append('\n');
            outcome.differences()
                    .forEach(difference -> text.append("        ")
                            .append(printable(difference))
                            .append('\n'));
        }
        long held = outcomes.stream().filter(TestRunner.Outcome::holds).count();
        return text.append(held)
                .append(" of ")
                .append(outcomes.size())
                .append(" tests hold.\n")
                .toString();
    }

    public String json() {
        ArrayNode tests = JsonValues.array();
        for (TestRunner.Outcome outcome : outcomes) {
            ObjectNode test = tests.addObject();
            test.put("name", outcome.test().name());
            test.put("holds", outcome.holds());
            outcome.differences().forEach(test.putArray("differences")::add);
        }
        return tests.toString();
    }

    public String junit() {
        JunitXml xml = new JunitXml("postern workflow test");
        for (TestRunner.Outcome outcome : outcomes) {
            String name = outcome.test().name();
            if (outcome.holds()) {
                xml.held("workflow", name);
            } else {
                xml.failed("workflow", name, outcome.differences().getFirst(), String.join(" ", outcome.differences()));
            }
        }
        return xml.text();
    }

    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }
}
