package dev.postern.cli;

import java.util.List;

/** Expectations as a report that build servers read. */
final class JunitReport {
    private JunitReport() {}

    static String of(List<Expectation> rows, List<Boolean> actual) {
        StringBuilder cases = new StringBuilder();
        int failures = 0;
        for (int i = 0; i < rows.size(); i++) {
            Expectation row = rows.get(i);
            cases.append("  <testcase classname=\"")
                    .append(escaped(row.app()))
                    .append("\" name=\"")
                    .append(escaped(row.text()))
                    .append('"');
            if (row.allowed() == actual.get(i)) {
                cases.append("/>\n");
            } else {
                failures++;
                cases.append(">\n    <failure message=\"")
                        .append(escaped(row.text() + (actual.get(i) ? ", but does" : ", but does not")))
                        .append("\"/>\n  </testcase>\n");
            }
        }
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"postern expect\" tests=\"" + rows.size()
                + "\" failures=\"" + failures + "\" errors=\"0\" skipped=\"0\">\n" + cases + "</testsuite>\n";
    }

    /** Characters that XML cannot contain become question marks. */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
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
