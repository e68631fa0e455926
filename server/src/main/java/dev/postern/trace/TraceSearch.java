package dev.postern.trace;

import dev.postern.access.TenantId;
import dev.postern.store.Database;
import dev.postern.store.Row;
import dev.postern.store.Sql;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads traces. Thread-safe. */
public final class TraceSearch {
    private static final String SELECT = "select trace_id, received_at, request_id, client_request_id, app_id,"
            + " message_id, sender, subject, size, from_host, recipients from message_trace where tenant_id = ?";
    private static final String NEWEST_FIRST = " order by received_at desc, trace_id desc limit ?";
    private static final Key BEFORE_NEWEST = new Key(Instant.ofEpochMilli(Long.MAX_VALUE), new UUID(-1, -1));
    private static final int CHUNK = 200;
    /** A search that finds little reads so many messages for a page. */
    private static final int MAX_READ = 5_000;

    private final Database database;

    public TraceSearch(Database database) {
        this.database = database;
    }

    private record Key(Instant received, UUID id) {}

    public @Nullable TracedMessage find(TenantId tenant, UUID traceId) {
        return database.read(
                sql -> sql.one(SELECT + " and trace_id = ?", row -> message(tenant, row), tenant.value(), traceId));
    }

    /** Returns the messages that were submitted with a request id or client request id, the newest first. */
    public List<TracedMessage> byRequest(TenantId tenant, String id, int max) {
        var found = new ArrayList<TracedMessage>();
        UUID requestId = uuid(id);
        database.read(sql -> {
            if (requestId != null) {
                found.addAll(list(sql, tenant, " and request_id = ?", requestId, max));
            }
            if (found.isEmpty()) {
                found.addAll(list(sql, tenant, " and client_request_id = ?", clientRequestId(id), max));
            }
            return found.size();
        });
        return found;
    }

    /** As {@link #byRequest}; if there is none, the message with this trace id. */
    public List<TracedMessage> byAnyId(TenantId tenant, String id, int max) {
        List<TracedMessage> found = byRequest(tenant, id, max);
        UUID traceId = uuid(id);
        TracedMessage one = found.isEmpty() && traceId != null ? find(tenant, traceId) : null;
        return one == null ? found : List.of(one);
    }

    private static List<TracedMessage> list(Sql sql, TenantId tenant, String condition, Object value, int max) {
        return sql.list(SELECT + condition + NEWEST_FIRST, row -> message(tenant, row), tenant.value(), value, max);
    }

    /** The form in which a client request id is stored: UUIDs in lower case. */
    public static String clientRequestId(String sent) {
        return uuid(sent) == null ? sent : sent.toLowerCase(Locale.ROOT);
    }

    private static @Nullable UUID uuid(String text) {
        try {
            return text.length() == 36 ? UUID.fromString(text) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /**
     * Searches messages.
     *
     * @param after null for the newest
     */
    public TracePage search(TraceFilter filter, TracePage.@Nullable Key after, int max) {
        var found = new ArrayList<TracedMessage>();
        Key key = after == null ? BEFORE_NEWEST : new Key(after.received(), after.id());
        for (int read = 0; read < MAX_READ; read += CHUNK) {
            List<TracedMessage> chunk = chunk(filter, key);
            for (TracedMessage message : chunk) {
                key = new Key(message.received(), message.id());
                if (filter.also().test(message)) {
                    found.add(message);
                }
                if (found.size() == max) {
                    return new TracePage(found, new TracePage.Key(key.received(), key.id()));
                }
            }
            if (chunk.size() < CHUNK) {
                return new TracePage(found, null);
            }
        }
        return new TracePage(found, new TracePage.Key(key.received(), key.id()));
    }

    private List<TracedMessage> chunk(TraceFilter filter, Key key) {
        var values = new ArrayList<Object>(List.of(filter.tenant().value(), filter.from(), filter.to()));
        String condition = " and received_at >= ? and received_at <= ? and (received_at, trace_id) < (?, ?)";
        values.add(key.received());
        values.add(key.id());
        if (filter.messageId() != null) {
            condition += " and message_id = ?";
            values.add(filter.messageId());
        }
        values.add(CHUNK);
        String text = SELECT + condition + NEWEST_FIRST;
        return database.read(sql -> sql.list(text, row -> message(filter.tenant(), row), values.toArray()));
    }

    private static TracedMessage message(TenantId tenant, Row row) {
        UUID requestId = row.uuidOrNull(3);
        UUID app = row.uuidOrNull(5);
        return new TracedMessage(
                tenant,
                row.uuid(1),
                row.time(2),
                requestId == null || app == null ? null : new TracedMessage.Origin(requestId, row.textOrNull(4), app),
                row.text(6),
                row.text(7),
                row.text(8),
                row.number(9),
                row.textOrNull(10),
                RecipientsText.parse(row.text(11)));
    }
}
