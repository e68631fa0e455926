package dev.postern.workflow.connector;

import dev.postern.workflow.expression.JsonValues;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Lists of messages of a folder. */
final class MailList {
    private static final String INBOX = "Inbox";
    private static final int DEFAULT_TOP = 10;
    private static final int MAX_TOP = 1_000;
    /** The number of messages from which the connector chooses if it filters itself, as in Azure. */
    private static final int CHOICE = 250;

    /** Older than all messages: Graph demands that a sorted property is filtered first. */
    private static final String ALL = "receivedDateTime ge 1900-01-01T00:00:00Z";

    private MailList() {}

    /** The newest messages first. */
    static OutlookStep newest(OutlookCall call) {
        MailFilter filter = MailFilter.of(call);
        int top = Math.max(1, call.count("top", DEFAULT_TOP, MAX_TOP));
        String search = call.query("searchQuery");
        boolean chooses = filter.byRecipient() || (!search.isEmpty() && !filter.isEmpty());
        int asked = chooses ? Math.max(top, CHOICE) : top;
        Map<String, String> queries = queries(call, asked);
        if (search.isEmpty()) {
            queries.putAll(sorted(filter, ALL, "desc"));
        } else {
            queries.put("$search", "\"" + search.replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
        }
        Predicate<JsonNode> wanted = search.isEmpty() ? filter::byRecipients : filter::matches;
        return in(
                call,
                request(call, queries),
                answer -> values(answer.path("value")
                        .valueStream()
                        .filter(wanted)
                        .limit(top)
                        .map(ReceivedMessage::of)));
    }

    /**
     * The messages that were received since a time, the oldest first, as Graph returns them. A message that returns to the folder is known.
     *
     * @param contents whether attachments have their contents, if they are asked for
     * @param text whether messages have their text
     */
    static OutlookStep since(OutlookCall call, String moment, int skip, int top, boolean contents, boolean text) {
        Map<String, String> queries = queries(call, top);
        if (skip > 0) {
            queries.put("$skip", Integer.toString(skip));
        }
        if (!contents) {
            queries.computeIfPresent("$expand", (name, all) -> all + "($select=id,name,contentType,size,isInline)");
        }
        if (!text) {
            queries.computeIfPresent("$select", (name, all) -> all.replace(",body,", ","));
        }
        queries.putAll(sorted(MailFilter.of(call), "receivedDateTime ge " + moment, "asc"));
        return in(call, folder -> request(call, queries).apply(folder).withUnchangingIds(), answer -> answer);
    }

    private static Function<String, OutlookRequest> request(OutlookCall call, Map<String, String> queries) {
        return folder -> OutlookRequest.get(call.mailbox(), List.of("mailFolders", folder, "messages"), queries);
    }

    private static OutlookStep in(
            OutlookCall call, Function<String, OutlookRequest> request, UnaryOperator<JsonNode> body) {
        String named = call.query("folderPath").isEmpty() ? call.query("folderId") : call.query("folderPath");
        return MailFolders.find(
                call.mailbox(),
                named.isEmpty() ? INBOX : named,
                folder -> new OutlookStep.Last(request.apply(folder), body));
    }

    private static Map<String, String> queries(OutlookCall call, int top) {
        Map<String, String> queries = new LinkedHashMap<>();
        queries.put("$select", ReceivedMessage.SELECT);
        queries.put("$top", Integer.toString(top));
        if (call.flag("includeAttachments")) {
            queries.put("$expand", "attachments");
        }
        return queries;
    }

    private static Map<String, String> sorted(MailFilter filter, String since, String direction) {
        List<String> conditions =
                Stream.concat(Stream.of(since), filter.conditions().stream()).toList();
        Map<String, String> queries = new LinkedHashMap<>();
        queries.put("$filter", String.join(" and ", conditions));
        queries.put("$orderby", "receivedDateTime " + direction);
        return queries;
    }

    static ObjectNode values(Stream<JsonNode> values) {
        ObjectNode body = JsonValues.object();
        ArrayNode array = body.putArray("value");
        values.forEach(array::add);
        return body;
    }
}
