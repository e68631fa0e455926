package dev.postern.console.access;

import dev.postern.console.page.FormFields;
import dev.postern.console.page.PosternLine;
import dev.postern.console.page.QueryText;
import dev.postern.console.page.Visit;
import dev.postern.http.Response;
import java.util.Map;

/** {@code /console/access/export}: the matrix as a file, and how far its downloads are. */
final class ExportPage {
    static final String PATH = "/console/access/export";
    static final String FILE = "/console/access/matrix.csv";
    static final String PROGRESS = "/console/access/export/progress";

    private final MatrixDownloads downloads = new MatrixDownloads();

    Response show(Visit visit) {
        return visit.page("The matrix as a file", AccessPages.SECTION, "access/export.jte", model(visit, ""));
    }

    /** The part of the page that changes while a file is sent. */
    Response progress(Visit visit) {
        return visit.page("The matrix as a file", AccessPages.SECTION, "access/downloads.jte", model(visit, ""));
    }

    private MatrixExport model(Visit visit, String problem) {
        FormFields fields = visit.fields();
        return new MatrixExport(
                FILE + filter(fields),
                problem,
                PosternLine.of("access", "--csv")
                        .option("app", fields.text("app"))
                        .option("mailbox", fields.text("mailbox"))
                        .option("permission", fields.text("permission"))
                        .command(),
                downloads.of(visit.session()));
    }

    private static QueryText filter(FormFields fields) {
        QueryText query = new QueryText();
        for (String name : new String[] {"app", "mailbox", "permission"}) {
            query.with(name, fields.text(name));
        }
        return query;
    }

    Response file(Visit visit) {
        MatrixDownloads.Download download = downloads.begin(visit.session(), visit.now());
        if (download == null) {
            return visit.page(
                    503,
                    "Too many downloads",
                    AccessPages.SECTION,
                    "access/export.jte",
                    model(
                            visit,
                            MatrixDownloads.MAX_RUNNING + " downloads are running. Wait until one of them has ended."));
        }
        String filter = filter(visit.fields()).toString();
        MatrixCsv csv = new MatrixCsv(visit.calls(), filter.isEmpty() ? "?" : filter + "&", download);
        try {
            csv.begin();
        } catch (RuntimeException e) {
            csv.close();
            throw e;
        }
        return new Response(200, Map.of(), new Response.Stream("text/csv; charset=utf-8", csv, -1))
                .with("Content-Disposition", "attachment; filename=\"access.csv\"");
    }
}
