package dev.postern.cli;

import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;

/** Who would gain and who would lose access, as text: the counts, then the names. */
final class DifferenceText {
    private DifferenceText() {}

    static String of(JsonNode difference) {
        StringBuilder text = new StringBuilder();
        text.append("Nothing was changed. ")
                .append(count(difference, "GainCount"))
                .append(" would be gained, ")
                .append(difference.path("LoseCount").asLong())
                .append(" lost.\n");
        list(
                text,
                "Gained:",
                difference.path("Gains"),
                difference.path("GainCount").asLong());
        list(
                text,
                "Lost:",
                difference.path("Loses"),
                difference.path("LoseCount").asLong());
        if (!difference.path("Complete").booleanValue(true)) {
            text.append("The comparison is incomplete, because the change affects too much.\n");
        }
        return Output.printable(text.toString());
    }

    private static String count(JsonNode difference, String name) {
        long number = difference.path(name).asLong();
        return number + (number == 1 ? " permission on a mailbox" : " permissions on mailboxes");
    }

    private static void list(StringBuilder text, String title, JsonNode rows, long count) {
        if (count == 0) {
            return;
        }
        text.append(title).append('\n');
        String last = "";
        var permissions = new StringJoiner(", ");
        for (JsonNode row : rows) {
            String pair = row.path("app").asString() + " (" + row.path("appId").asString() + ") on "
                    + row.path("mailbox").asString();
            if (!pair.equals(last)) {
                end(text, last, permissions);
                permissions = new StringJoiner(", ");
                last = pair;
            }
            permissions.add(row.path("permission").asString());
        }
        end(text, last, permissions);
        if (count > rows.size()) {
            text.append("  and ").append(count - rows.size()).append(" more; --all lists them\n");
        }
    }

    private static void end(StringBuilder text, String pair, StringJoiner permissions) {
        if (!pair.isEmpty()) {
            text.append("  ").append(pair).append(": ").append(permissions).append('\n');
        }
    }
}
