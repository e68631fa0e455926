package dev.postern.workflow.testing;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Outcomes in the format of JUnit, which build servers read. */
public final class JunitXml {
    private final String suite;
    private final List<Case> cases = new ArrayList<>();

    private record Case(String group, String name, @Nullable String failure, String details) {}

    public JunitXml(String suite) {
        this.suite = suite;
    }

    public JunitXml held(String group, String name) {
        cases.add(new Case(group, name, null, ""));
        return this;
    }

    public JunitXml failed(String group, String name, String failure, String details) {
        cases.add(new Case(group, name, failure, details));
        return this;
    }

    public String text() {
        var text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"")
                .append(escaped(suite))
                .append("\" tests=\"")
                .append(cases.size())
                .append("\" failures=\"")
                .append(cases.stream().filter(one -> one.failure() != null).count())
                .append("\" errors=\"0\" skipped=\"0\">\n");
        cases.forEach(one -> add(text, one));
        return text.append("</testsuite>\n").toString();
    }

    private static void add(StringBuilder text, Case one) {
        text.append("  <testcase classname=\"")
                .append(escaped(one.group()))
                .append("\" name=\"")
                .append(escaped(one.name()))
                .append('"');
        String failure = one.failure();
        if (failure == null) {
            text.append("/>\n");
            return;
        }
        text.append(">\n    <failure message=\"")
                .append(escaped(failure))
                .append("\">")
                .append(escaped(one.details()))
                .append("</failure>\n  </testcase>\n");
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
