package dev.postern.console.page;

import dev.postern.console.call.EdgeRefusal;
import dev.postern.http.Json;
import dev.postern.token.Resource;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Who would gain and who would lose access by changes that are not made.
 *
 * @param complete whether all of the directory was compared
 * @param refused why the server would refuse the changes; an empty text if it would not
 */
public record Foreseen(long gains, long losses, boolean complete, List<Cell> gained, List<Cell> lost, String refused) {
    /** More rows do not help to decide; the numbers are complete. */
    private static final int MAX_ROWS = 10;

    public Foreseen {
        gained = List.copyOf(gained);
        lost = List.copyOf(lost);
    }

    /** An application, a mailbox, and a permission that is gained or lost. */
    public record Cell(String app, String appId, String mailbox, String permission) {}

    /** Whether no application gains or loses access. */
    public boolean isNothing() {
        return gains == 0 && losses == 0;
    }

    /** Asks the server. Readers may ask, too. */
    public static Foreseen of(Visit visit, List<ShownCmdlet> lines) {
        var plan = Json.array();
        lines.forEach(line -> plan.addObject()
                .put("cmdlet", line.name())
                .set("parameters", Json.parse(Json.write(line.parameters()))));
        try {
            JsonNode json = visit.calls()
                    .send(Resource.MANAGEMENT, "POST", "/postern/access/plan", plan)
                    .json();
            return new Foreseen(
                    json.path("GainCount").asLong(0),
                    json.path("LoseCount").asLong(0),
                    json.path("Complete").asBoolean(true),
                    cells(json.path("Gains")),
                    cells(json.path("Loses")),
                    "");
        } catch (EdgeRefusal e) {
            if (e.status() != 400) {
                throw e;
            }
            return new Foreseen(0, 0, true, List.of(), List.of(), e.said());
        }
    }

    private static List<Cell> cells(JsonNode rows) {
        return rows.valueStream()
                .limit(MAX_ROWS)
                .map(row -> new Cell(
                        row.path("app").asString(""),
                        row.path("appId").asString(""),
                        row.path("mailbox").asString(""),
                        row.path("permission").asString("")))
                .toList();
    }
}
