package dev.postern.workflow.connector;

import dev.postern.query.Folding;
import dev.postern.workflow.expression.JsonValues;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/** Finds a folder by its path, such as {@code Inbox/Reports}, with one request for each folder that has no well-known name. */
final class MailFolders {
    /** How the designer writes the id of a chosen folder. */
    private static final String BY_ID = "Id::";

    private static final int MAX_DEPTH = 10;
    private static final Set<String> WELL_KNOWN = Set.of(
            "inbox", "drafts", "sentitems", "deleteditems", "outbox", "junkemail", "archive", "conversationhistory");

    private MailFolders() {}

    /** @param then the next step, for the id or the well-known name of the folder */
    static OutlookStep find(String mailbox, String path, Function<String, OutlookStep> then) {
        if (path.startsWith(BY_ID)) {
            return then.apply(path.substring(BY_ID.length()));
        }
        List<String> names = List.of(path.split("[/\\\\]")).stream()
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .limit(MAX_DEPTH + 1L)
                .toList();
        if (names.isEmpty() || names.size() > MAX_DEPTH) {
            throw new ConnectorRefused("The folder path '" + path + "' must have 1 to " + MAX_DEPTH + " names.");
        }
        String first = Folding.lower(names.getFirst().replace(" ", ""));
        return WELL_KNOWN.contains(first)
                ? below(mailbox, path, first, names.subList(1, names.size()), then)
                : below(mailbox, path, "", names, then);
    }

    /** @param parent empty for the top of the mailbox */
    private static OutlookStep below(
            String mailbox, String path, String parent, List<String> names, Function<String, OutlookStep> then) {
        if (names.isEmpty()) {
            return then.apply(parent);
        }
        var segments = new ArrayList<>(List.of("mailFolders"));
        if (!parent.isEmpty()) {
            segments.addAll(List.of(parent, "childFolders"));
        }
        Map<String, String> queries = new LinkedHashMap<>();
        queries.put("$filter", "displayName eq '" + names.getFirst().replace("'", "''") + "'");
        queries.put("$select", "id");
        queries.put("$top", "1");
        return new OutlookStep.Ask(OutlookRequest.get(mailbox, segments, queries), found -> {
            String id = found.path("value").path(0).path("id").asString("");
            return id.isEmpty() ? missing(path) : below(mailbox, path, id, names.subList(1, names.size()), then);
        });
    }

    private static OutlookStep missing(String path) {
        ObjectNode body = JsonValues.object();
        ObjectNode error = body.putObject("error");
        error.put("code", "ErrorFolderNotFound");
        error.put("message", "The mailbox has no folder '" + path + "'.");
        return new OutlookStep.Ended(404, body);
    }
}
