package dev.postern.cli;

import dev.postern.workflow.testing.JunitXml;
import java.util.List;

/** Expectations as a report that build servers read. */
final class JunitReport {
    private JunitReport() {}

    static String of(List<Expectation> rows, List<Boolean> actual) {
        JunitXml xml = new JunitXml("postern expect");
        for (int i = 0; i < rows.size(); i++) {
            Expectation row = rows.get(i);
            if (row.allowed() == actual.get(i)) {
                xml.held(row.app(), row.text());
            } else {
                xml.failed(row.app(), row.text(), row.text() + (actual.get(i) ? ", but does" : ", but does not"), "");
            }
        }
        return xml.text();
    }
}
