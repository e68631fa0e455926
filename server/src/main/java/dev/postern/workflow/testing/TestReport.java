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
        var cases = new StringBuilder();
        int failures = 0;
        for (TestRunner.Outcome outcome : outcomes) {
            cases.append("  <testcase classname=\"workflow\" name=\"")
                    .append(escaped(outcome.test().name()))
                    .append('"');
            if (outcome.holds()) {
                cases.append("/>\n");
            } else {
                failures++;
                cases.append(">\n    <failure message=\"")
                        .append(escaped(outcome.differences().getFirst()))
                        .append("\">")
                        .append(escaped(String.join(" ", outcome.differences())))
                        .append("</failure>\n  </testcase>\n");
            }
        }
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"postern workflow test\" tests=\""
                + outcomes.size() + "\" failures=\"" + failures + "\" errors=\"0\" skipped=\"0\">\n" + cases
                + "</testsuite>\n";
    }

    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }

    /** Characters that XML cannot contain become question marks. */
    private static String escaped(String text) {
        var escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\t', '\n', '\r' -> escaped.append(' ');
                default -> escaped.appendCodePoint(isXml(c) ? c : '?');
            }
        });
        return escaped.toString();
    }

    private static boolean isXml(int c) {
        return (c >= 0x20 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD) || c >= 0x10000;
    }
}
