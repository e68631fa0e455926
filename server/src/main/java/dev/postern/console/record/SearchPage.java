package dev.postern.console.record;

import dev.postern.console.call.Answer;
import dev.postern.console.call.EdgeRefusal;
import dev.postern.console.page.FormFields;
import dev.postern.console.page.NextLink;
import dev.postern.console.page.ParameterNames;
import dev.postern.console.page.PosternLine;
import dev.postern.console.page.QueryText;
import dev.postern.console.page.Visit;
import dev.postern.effective.ShellText;
import dev.postern.http.Response;
import java.util.List;
import java.util.Map;

/** {@code /console/audit}: entries, the newest first. */
final class SearchPage {
    private static final int SHOWN = 50;
    private static final Map<String, String> LABELS =
            Map.of("since", "Since", "app", "Application", "text", "Operation, target or person");

    private SearchPage() {}

    static Response show(Visit visit) {
        FormFields fields = visit.fields();
        List<Entry> entries = List.of();
        String next = "";
        String problem = "";
        try {
            Answer answer = visit.calls()
                    .management("/audit"
                            + filter(fields)
                                    .with("$top", String.valueOf(SHOWN))
                                    .with("$skiptoken", fields.text("after")));
            entries = answer.values().stream().map(Entry::of).toList();
            String token = NextLink.token(answer);
            next = token.isEmpty() ? "" : RecordPages.SECTION + filter(fields).with("after", token);
        } catch (EdgeRefusal e) {
            if (e.status() != 400 && e.status() != 404) {
                throw e;
            }
            problem = ParameterNames.inWords(e.said(), LABELS);
        }
        AuditSearchView model = new AuditSearchView(
                fields.text("app"),
                fields.text("mailbox"),
                fields.flag("denied"),
                fields.text("since"),
                fields.text("text"),
                problem,
                entries,
                next,
                command(fields));
        return visit.page("Audit", RecordPages.SECTION, "record/search.jte", model);
    }

    private static QueryText filter(FormFields fields) {
        return new QueryText()
                .with("app", fields.text("app"))
                .with("mailbox", fields.text("mailbox"))
                .with("denied", fields.flag("denied") ? "true" : "")
                .with("since", fields.text("since"))
                .with("text", fields.text("text"));
    }

    private static String command(FormFields fields) {
        PosternLine line = PosternLine.of("audit", "search")
                .option("app", fields.text("app"))
                .option("mailbox", fields.text("mailbox"));
        String command = (fields.flag("denied") ? line.and("--denied") : line)
                .option("since", fields.text("since"))
                .command();
        return fields.find("text")
                .map(text -> command + " | grep -iF -- " + ShellText.quoted(text))
                .orElse(command);
    }
}
