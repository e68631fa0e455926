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
    /** One message, with its attachments but not what they contain. */
    private static final int WITHOUT_CONTENTS = 0;
    /** One message, also without its text. */
    private static final int WITHOUT_TEXT = -1;

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
        return new State(since, since, since, 0, PAGE, Map.of()).json();
    }

    /** Returns the steps of a poll. The body of the last response is for {@link #items}. */
    public OutlookStep poll(JsonNode state) {
        State before = State.of(state);
        return MailList.since(
                call,
                before.cursor().toString(),
                before.skip(),
                before.top(),
                before.page() > WITHOUT_CONTENTS,
                before.page() > WITHOUT_TEXT);
    }

    /**
     * Returns the state for a smaller response, after one to this state was too large. A message that is too large on its own comes without the
     * contents of its attachments, and at last without its text.
     */
    public Optional<JsonNode> smaller(JsonNode state) {
        State before = State.of(state);
        return before.page() <= WITHOUT_TEXT
                ? Optional.empty()
                : Optional.of(before.with(before.page() > WITHOUT_CONTENTS ? before.page() / 2 : WITHOUT_TEXT)
                        .json());
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
        // A page of large messages ends early, with a link to the next one.
        boolean more = page.size() >= before.top() || (!page.isEmpty() && response.hasNonNull("@odata.nextLink"));
        State after = more ? before.continued(newest, page.size(), known) : before.over(newest, known);
        int size = more && messages.isEmpty() ? before.top() : PAGE;
        return new Polled(messages, after.with(size).json(), more);
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
     * @param skip how many messages of this time the next poll leaves out
     * @param page how many messages the next poll asks for, or what it leaves out
     * @param known the messages that may be found again, with the time when they were received
     */
    private record State(Instant start, Instant since, Instant cursor, int skip, int page, Map<String, Instant> known) {
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
                    json.path("skip").intValue(),
                    json.path("page").intValue(),
                    known);
        }

        JsonNode json() {
            ObjectNode json = JsonValues.object();
            json.put("start", start.toString());
            json.put("since", since.toString());
            json.put("cursor", cursor.toString());
            json.put("skip", skip);
            json.put("page", page);
            ObjectNode each = json.putObject("known");
            known.forEach((id, received) -> each.put(id, received.getEpochSecond()));
            return json;
        }

        int top() {
            return Math.max(1, page);
        }

        State with(int size) {
            return new State(start, since, cursor, skip, size, known);
        }

        /** After a page with more behind it. Times are those of seconds, and one may have more messages than a page. */
        State continued(Instant newest, int read, Map<String, Instant> all) {
            return newest.isAfter(cursor)
                    ? new State(start, since, newest, 0, page, from(behind(newest), all))
                    : new State(start, since, cursor, skip + read, page, from(behind(cursor), all));
        }

        /** After the last page. */
        State over(Instant newest, Map<String, Instant> all) {
            Instant next = behind(newest);
            return new State(start, next, next, 0, page, from(next, all));
        }

        private Instant behind(Instant newest) {
            return Stream.of(newest.minus(OVERLAP), since, start)
                    .max(Instant::compareTo)
                    .orElse(since);
        }

        private static Map<String, Instant> from(Instant moment, Map<String, Instant> all) {
            Map<String, Instant> kept = new LinkedHashMap<>();
            all.forEach((id, received) -> {
                if (!received.isBefore(moment)) {
                    kept.put(id, received);
                }
            });
            return kept;
        }
    }
}
