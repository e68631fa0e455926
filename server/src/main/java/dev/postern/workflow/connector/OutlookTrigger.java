package dev.postern.workflow.connector;

import dev.postern.workflow.expression.JsonValues;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * "When a new email arrives": which request polls for new messages, and which of the returned messages are new.
 *
 * <p>The state has a time, and the messages since that time that are known. A poll asks for the messages since the time, the oldest first. The
 * time stays a little behind the newest message, because a message may become visible after one that was received later.
 */
public final class OutlookTrigger {
    private static final Duration OVERLAP = Duration.ofSeconds(60);
    private static final int PAGE = 50;
    /** The most messages that one poll returns. */
    public static final int MAX_PAGE = 1_000;

    private static final Set<String> QUERIES = Set.of(
            "folderPath",
            "to",
            "cc",
            "toOrCc",
            "from",
            "importance",
            "fetchOnlyWithAttachment",
            "includeAttachments",
            "subjectFilter");
    private static final Set<String> SHARED_QUERIES = Set.of(
            "mailboxAddress",
            "folderId",
            "to",
            "cc",
            "toOrCc",
            "from",
            "importance",
            "hasAttachments",
            "includeAttachments",
            "subjectFilter");

    private final OutlookCall call;

    private OutlookTrigger(OutlookCall call) {
        this.call = call;
    }

    /**
     * The result of a poll.
     *
     * @param messages the new messages, the oldest first
     * @param state for the next poll
     * @param more whether more messages may be there now
     */
    public record Polled(List<JsonNode> messages, JsonNode state, boolean more) {
        public Polled {
            messages = List.copyOf(messages);
        }

        /** The body of the trigger, from which {@code splitOn} takes the messages. */
        public JsonNode body() {
            return MailList.values(messages.stream());
        }
    }

    /** Returns the query parameters that a trigger with this path supports; empty if the path is not that of a supported trigger. */
    public static Optional<Set<String>> queries(String method, String path) {
        if (!method.equalsIgnoreCase("GET")) {
            return Optional.empty();
        }
        return path.equalsIgnoreCase("/v3/Mail/OnNewEmail")
                ? Optional.of(QUERIES)
                : path.equalsIgnoreCase("/v2/SharedMailbox/Mail/OnNewEmail")
                        ? Optional.of(SHARED_QUERIES)
                        : Optional.empty();
    }

    /**
     * @param queries the evaluated query parameters
     * @throws ConnectorRefused if they are invalid
     */
    public static OutlookTrigger of(OutlookConnection connection, JsonNode queries) {
        return new OutlookTrigger(OutlookCall.poll(connection, queries));
    }

    /** The state of a trigger that starts now: it fires for messages received from now on. */
    public static JsonNode initial(Instant now) {
        Instant since = now.truncatedTo(ChronoUnit.SECONDS);
        return new State(since, since, since, PAGE, Map.of()).json();
    }

    /** Returns the steps of a poll. The body of the last response is for {@link #items}. */
    public OutlookStep poll(JsonNode state) {
        State before = State.of(state);
        return MailList.since(call, before.cursor().toString(), before.page());
    }

    /** Returns what is new in a response to {@link #poll} with this state. */
    public Polled items(JsonNode state, JsonNode response) {
        State before = State.of(state);
        List<JsonNode> page = response.path("value").valueStream().toList();
        Map<String, Instant> known = new LinkedHashMap<>(before.known());
        var messages = new ArrayList<JsonNode>();
        MailFilter filter = MailFilter.of(call);
        Instant newest = before.cursor();
        for (JsonNode message : page) {
            Instant received = received(message).orElse(newest);
            newest = received.isAfter(newest) ? received : newest;
            if (known.putIfAbsent(hash(message.path("id").asString("")), received) == null
                    && filter.byRecipients(message)) {
                messages.add(ReceivedMessage.of(message));
            }
        }
        boolean more = page.size() >= before.page();
        return new Polled(messages, (more ? before.continued(newest, known) : before.over(newest, known)).json(), more);
    }

    private static Optional<Instant> received(JsonNode message) {
        String text = message.path("receivedDateTime").asString("");
        return text.isEmpty()
                ? Optional.empty()
                : Optional.of(Instant.parse(text).truncatedTo(ChronoUnit.SECONDS));
    }

    /** Short, because the state keeps one for each message of the last minute. */
    private static String hash(String id) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing", e);
        }
    }

    /**
     * @param start when the trigger started
     * @param since where a series of polls begins
     * @param cursor where the next poll continues
     * @param known the messages since {@code since}, with the time when they were received
     */
    private record State(Instant start, Instant since, Instant cursor, int page, Map<String, Instant> known) {
        static State of(JsonNode json) {
            Map<String, Instant> known = new LinkedHashMap<>();
            json.path("known")
                    .properties()
                    .forEach(each -> known.put(
                            each.getKey(), Instant.ofEpochSecond(each.getValue().longValue())));
            return new State(
                    Instant.parse(json.path("start").asString("")),
                    Instant.parse(json.path("since").asString("")),
                    Instant.parse(json.path("cursor").asString("")),
                    json.path("page").intValue(),
                    known);
        }

        JsonNode json() {
            ObjectNode json = JsonValues.object();
            json.put("start", start.toString());
            json.put("since", since.toString());
            json.put("cursor", cursor.toString());
            json.put("page", page);
            ObjectNode each = json.putObject("known");
            known.forEach((id, received) -> each.put(id, received.getEpochSecond()));
            return json;
        }

        /** After a full page. If all its messages were received at the same time, the next page is larger, and then that time is over. */
        State continued(Instant newest, Map<String, Instant> all) {
            if (newest.isAfter(cursor)) {
                return new State(start, since, newest, PAGE, all);
            }
            return page < MAX_PAGE
                    ? new State(start, since, cursor, Math.min(2 * page, MAX_PAGE), all)
                    : new State(start, since, cursor.plusSeconds(1), PAGE, all);
        }

        /** After the last page. */
        State over(Instant newest, Map<String, Instant> all) {
            Instant next = Stream.of(newest.minus(OVERLAP), since, start)
                    .max(Instant::compareTo)
                    .orElse(since);
            Map<String, Instant> kept = new LinkedHashMap<>();
            all.forEach((id, received) -> {
                if (!received.isBefore(next)) {
                    kept.put(id, received);
                }
            });
            return new State(start, next, next, PAGE, kept);
        }
    }
}
