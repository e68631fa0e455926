package dev.postern.console.access;

import dev.postern.console.access.Matrix.Cell;
import dev.postern.console.access.Matrix.Pair;
import dev.postern.console.access.Matrix.Program;
import dev.postern.console.access.Matrix.Rules;
import dev.postern.console.call.Answer;
import dev.postern.console.call.EdgeRefusal;
import dev.postern.console.page.FormFields;
import dev.postern.console.page.NextLink;
import dev.postern.console.page.PosternLine;
import dev.postern.console.page.QueryText;
import dev.postern.console.page.Visit;
import dev.postern.http.Response;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** {@code /console/access}: rules of every application, or with a filter the cells of the matrix. */
final class MatrixPage {
    private static final int ROWS = 100;
    private static final int APPLICATIONS = 50;

    private MatrixPage() {}

    static Response show(Visit visit) {
        FormFields fields = visit.fields();
        String app = fields.text("app");
        String mailbox = fields.text("mailbox");
        String permission = fields.text("permission");
        boolean filtered = !(app.isEmpty() && mailbox.isEmpty() && permission.isEmpty());
        Matrix model;
        try {
            model = filtered ? cells(visit, app, mailbox, permission) : rules(visit);
        } catch (EdgeRefusal e) {
            if (e.status() != 404 && e.status() != 400) {
                throw e;
            }
            model = new Matrix(
                    app, mailbox, permission, AccessCmdlets.permissions(), e.said(), List.of(), List.of(), "", "");
        }
        return visit.page("Access", AccessPages.SECTION, "access/matrix.jte", model);
    }

    private static Matrix rules(Visit visit) {
        String after = visit.fields().text("after");
        Answer answer = visit.calls()
                .management("/access/summary"
                        + new QueryText()
                                .with("counts", "few")
                                .with("$top", String.valueOf(APPLICATIONS))
                                .with("$skiptoken", after));
        return new Matrix(
                "",
                "",
                "",
                AccessCmdlets.permissions(),
                "",
                answer.values().stream().map(MatrixPage::program).toList(),
                List.of(),
                next(answer, "", "", ""),
                "./postern access");
    }

    private static Matrix cells(Visit visit, String app, String mailbox, String permission) {
        String after = visit.fields().text("after");
        Answer answer = visit.calls()
                .management("/access"
                        + query(app, mailbox, permission)
                                .with("$top", String.valueOf(ROWS))
                                .with("$skiptoken", after));
        List<Program> programs = List.of();
        if (!app.isEmpty() && mailbox.isEmpty() && after.isEmpty()) {
            programs =
                    visit
                            .calls()
                            .management("/access/summary"
                                    + query(app, "", permission).with("counts", "few"))
                            .values()
                            .stream()
                            .map(MatrixPage::program)
                            .toList();
        }
        return new Matrix(
                app,
                mailbox,
                permission,
                AccessCmdlets.permissions(),
                "",
                programs,
                pairs(answer.values()),
                next(answer, app, mailbox, permission),
                PosternLine.of("access")
                        .option("app", app)
                        .option("mailbox", mailbox)
                        .option("permission", permission)
                        .command());
    }

    private static QueryText query(String app, String mailbox, String permission) {
        return new QueryText().with("app", app).with("mailbox", mailbox).with("permission", permission);
    }

    private static String next(Answer answer, String app, String mailbox, String permission) {
        String token = NextLink.token(answer);
        return token.isEmpty()
                ? ""
                : AccessPages.SECTION + query(app, mailbox, permission).with("after", token);
    }

    private static Program program(JsonNode app) {
        return new Program(
                app.path("app").asString(""),
                app.path("appId").asString(""),
                AccessPages.SECTION
                        + new QueryText().with("app", app.path("appId").asString("")),
                app.path("rules").valueStream().map(MatrixPage::rules).toList());
    }

    private static Rules rules(JsonNode rule) {
        JsonNode count = rule.path("count");
        String mailboxes = rule.path("mailboxes").asString("");
        return new Rules(
                rule.path("permissions")
                        .valueStream()
                        .map(one -> one.asString(""))
                        .toList(),
                by(rule.path("by").asString("")),
                mailboxes,
                count.isNumber() ? count.asLong() : -1,
                mailboxes.startsWith("every mailbox"));
    }

    private static String by(String text) {
        return switch (text) {
            case "entra" -> "grant in Entra";
            case "rbac" -> "role assignment";
            default -> "both";
        };
    }

    /** The cells of one application on one mailbox are beside each other. */
    private static List<Pair> pairs(List<JsonNode> rows) {
        record Key(String appId, String mailboxId) {}
        Map<Key, List<JsonNode>> grouped = new LinkedHashMap<>();
        for (JsonNode row : rows) {
            grouped.computeIfAbsent(
                            new Key(
                                    row.path("appId").asString(""),
                                    row.path("mailboxId").asString("")),
                            _ -> new ArrayList<>())
                    .add(row);
        }
        return grouped.values().stream().map(all -> pair(all.getFirst(), all)).toList();
    }

    private static Pair pair(JsonNode first, List<JsonNode> all) {
        String appId = first.path("appId").asString("");
        String mailbox = first.path("mailbox").asString("");
        return new Pair(
                first.path("app").asString(""),
                appId,
                AccessPages.SECTION + new QueryText().with("app", appId),
                mailbox,
                AccessPages.SECTION + new QueryText().with("mailbox", mailbox),
                all.stream().map(row -> cell(appId, mailbox, row)).toList());
    }

    private static Cell cell(String appId, String mailbox, JsonNode row) {
        String permission = row.path("permission").asString("");
        return new Cell(permission, by(row.path("by").asString("")), new Asked(appId, mailbox, permission, "").path());
    }
}
