package dev.postern.management;

import dev.postern.access.TenantId;
import dev.postern.audit.PendingEntry;
import dev.postern.delivery.QueueScan;
import dev.postern.delivery.QueueScan.Queued;
import dev.postern.gate.Gate;
import dev.postern.gate.OpenAudit;
import dev.postern.http.Request;
import dev.postern.http.Response;
import dev.postern.http.RouteAdder;
import dev.postern.query.Folding;
import dev.postern.relay.QueueAdministration;
import dev.postern.relay.QueueAdministration.Change;
import dev.postern.relay.RelayRecipient;
import dev.postern.relay.RelayRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /postern/queue?search=&$top=&$skip=}: the mail of the caller's tenant that was accepted and has not reached every recipient, oldest first,
 * one entry for each message and other domain; only those with this text in an address or the destination. Like the audit it shows who writes to whom, so reading requires the same permission. Changes are those of
 * administrators.
 */
public final class QueueList {
    private static final int MAX_ENTRIES = 1_000;
    private static final String PATH = "/postern/queue";
    private static final Set<String> PARAMETERS = Set.of("search", "$top", "$skip");

    private final ManagementGate gate;
    private final QueueScan queue;
    private final QueueAdministration outside;

    public QueueList(Gate gate, QueueScan queue, QueueAdministration outside) {
        this.gate = new ManagementGate(gate);
        this.queue = queue;
        this.outside = outside;
    }

    /** Adds the routes. */
    public void addTo(RouteAdder routes) {
        gate.addAudit(routes, "GET", PATH, this::list);
        gate.addAudit(routes, "GET", PATH + "/{id}", this::show);
        gate.addChange(routes, "POST", PATH + "/{id}/hold", change(Change.HOLD));
        gate.addChange(routes, "POST", PATH + "/{id}/release", change(Change.RELEASE));
        gate.addChange(routes, "POST", PATH + "/{id}/retry", change(Change.RETRY));
        gate.addChange(routes, "DELETE", PATH + "/{id}", change(Change.DROP));
    }

    private Response list(OpenAudit audit, Request request) {
        QueryParameters query = QueryParameters.read(request, PARAMETERS);
        int skip = query.count("$skip", 0, MAX_ENTRIES);
        int end = Math.min(skip + query.count("$top", MAX_ENTRIES, MAX_ENTRIES), MAX_ENTRIES);
        List<Entry> all = entries(audit.tenant());
        List<Entry> found = all.stream()
                .limit(MAX_ENTRIES)
                .filter(wanted(query.text("search").orElse("")))
                .toList();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        var values = body.putArray("value");
        found.stream()
                .limit(end)
                .skip(skip)
                .forEach(entry -> values.add(entry.json().get()));
        body.put("more", all.size() > MAX_ENTRIES || found.size() > end);
        return ManagementGate.json(200, body);
    }

    /** @param addresses sender, recipients and destination */
    private record Entry(Instant submitted, Stream<String> addresses, Supplier<ObjectNode> json) {}

    private List<Entry> entries(TenantId tenant) {
        var found = new ArrayList<Entry>();
        queue.queued(tenant, MAX_ENTRIES + 1)
                .forEach(one -> found.add(new Entry(
                        one.submitted(),
                        Stream.concat(Stream.of(one.sender()), one.recipients().stream()),
                        () -> json(one))));
        outside.list(tenant, MAX_ENTRIES + 1)
                .forEach(one -> found.add(new Entry(
                        one.submitted(),
                        Stream.concat(
                                Stream.of(one.sender(), one.key().destination()),
                                one.recipients().stream().map(RelayRecipient::address)),
                        () -> json(one))));
        found.sort(Comparator.comparing(Entry::submitted));
        return found;
    }

    private static Predicate<Entry> wanted(String text) {
        String part = Folding.fold(text.strip());
        return part.isEmpty()
                ? _ -> true
                : entry -> entry.addresses()
                        .anyMatch(address -> Folding.fold(address).contains(part));
    }

    private Response show(OpenAudit audit, Request request) {
        UUID id = id(request.segments().getLast());
        if (id == null) {
            return unknown(request.segments().getLast());
        }
        RelayRow row = outside.find(audit.tenant(), id);
        if (row != null) {
            return ManagementGate.json(200, json(row));
        }
        Queued queued = queue.find(audit.tenant(), id);
        return queued == null ? unknown(id.toString()) : ManagementGate.json(200, json(queued));
    }

    private ManagementGate.Change change(Change change) {
        return (tenant, entry, request) -> change(tenant, entry, request, change);
    }

    private Response change(TenantId tenant, PendingEntry entry, Request request, Change change) {
        String asked = request.segments().get(2);
        UUID id = id(asked);
        return id == null
                ? unknown(asked)
                : switch (outside.change(tenant, id, change, entry)) {
                    case DONE -> Response.empty(204);
                    case UNKNOWN ->
                        queue.find(tenant, id) == null
                                ? unknown(asked)
                                : conflict("The message '" + asked + "' is not waiting for another domain yet.");
                    case IMPOSSIBLE -> conflict(reason(change, asked));
                };
    }

    private static String reason(Change change, String id) {
        return switch (change) {
            case HOLD -> "The message '" + id + "' is held already.";
            case RELEASE -> "The message '" + id + "' is not held.";
            case RETRY -> "The message '" + id + "' is held. Release it first.";
            case DROP -> "The message '" + id + "' is being sent. Try again later.";
        };
    }

    private static @Nullable UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static Response unknown(String id) {
        return ManagementGate.error(404, "ResourceNotFound", "The queue has no message with the id '" + id + "'.");
    }

    private static Response conflict(String message) {
        return ManagementGate.error(409, "Conflict", message);
    }

    private static ObjectNode json(RelayRow row) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("id", row.id().toString())
                .put("from", row.sender());
        var recipients = node.putArray("recipients");
        row.recipients()
                .forEach(one -> recipients
                        .addObject()
                        .put("address", one.address())
                        .put(
                                "state",
                                row.held() && one.isWaiting()
                                        ? "held"
                                        : one.state().shown())
                        .put(
                                "lastReply",
                                one.lastReply() == null && one.isWaiting() ? row.lastReply() : one.lastReply()));
        node.put("destination", row.key().destination())
                .put("attempts", row.attempts())
                .put("nextAttempt", row.isTried() ? row.due().toString() : null)
                .put("submission", row.key().submission().toString())
                .put("mailbox", row.key().mailbox().toString())
                .put("submitted", row.submitted().toString())
                .put("state", state(row));
        return node;
    }

    private static String state(RelayRow row) {
        if (row.held()) {
            return "held";
        }
        return row.hasRoute() ? "waiting" : "noRoute";
    }

    private static ObjectNode json(Queued queued) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("id", queued.submission().toString())
                .put("from", queued.sender());
        var recipients = node.putArray("recipients");
        queued.recipients().stream()
                .sorted()
                .forEach(address -> recipients
                        .addObject()
                        .put("address", address)
                        .put("state", "waiting")
                        .put("lastReply", queued.problem()));
        node.putNull("destination")
                .put("attempts", queued.attempts())
                .put("nextAttempt", queued.next() == null ? null : queued.next().toString())
                .put("submission", queued.submission().toString())
                .put("mailbox", queued.mailbox().toString())
                .put("submitted", queued.submitted().toString())
                .put("state", state(queued));
        if (queued.deferredTo() != null) {
            node.put("deferredTo", queued.deferredTo().toString());
        }
        return node;
    }

    private static String state(Queued queued) {
        return queued.waiting() ? "noRoute" : queued.deferredTo() == null ? "delivering" : "deferred";
    }
}
