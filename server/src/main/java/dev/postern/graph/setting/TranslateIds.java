package dev.postern.graph.setting;

import dev.postern.gate.ItemReader;
import dev.postern.gate.MailReader;
import dev.postern.gate.MailboxAccess;
import dev.postern.gate.MailboxOpening;
import dev.postern.gate.Refusal;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphEdge;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.GraphRequest;
import dev.postern.http.Json;
import dev.postern.http.Response;
import dev.postern.mailbox.ExchangeId;
import dev.postern.mailbox.ItemId;
import dev.postern.mailbox.MailboxFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code translateExchangeIds}: writes ids in other formats. From and to immutable ids the item must exist, because its id depends on how often it
 * was moved. Events and contacts are looked up only for callers that may read them.
 */
record TranslateIds(GraphEdge edge) {
    private static final int MAX_IDS = 1_000;

    Response translate(MailReader mailbox, GraphRequest request) {
        ObjectNode parameters = request.parameters(
                "translateExchangeIds", request.model().types().type("user"), false);
        List<String> ids = parameters
                .path("InputIds")
                .valueStream()
                .map(one -> one.stringValue(""))
                .toList();
        if (ids.size() > MAX_IDS) {
            throw new GraphFailure(
                    400, "ErrorInvalidRequest", "'InputIds' may have at most " + MAX_IDS + " ids at a time.");
        }
        ExchangeId.Format source = format(parameters, "SourceIdType");
        ExchangeId.Format target = format(parameters, "TargetIdType");
        ObjectNode content = Json.object();
        content.put("@odata.context", request.context("Collection(microsoft.graph.convertIdResult)"));
        ArrayNode value = content.putArray("value");
        List<Translated> translated =
                ids.stream().map(id -> read(mailbox, source, id)).toList();
        Map<ItemId, Long> moves = source.style() == target.style() ? Map.of() : moves(mailbox, translated);
        translated.forEach(one -> value.add(entry(one, source, target, moves)));
        return GraphAnswer.ok(content, request.metadata());
    }

    private static ExchangeId.Format format(ObjectNode parameters, String name) {
        String value = parameters.path(name).stringValue("");
        for (ExchangeId.Format one : ExchangeId.Format.values()) {
            if (one.wireName().equals(value)) {
                return one;
            }
        }
        throw new GraphFailure(400, "ErrorInvalidRequest", "'" + name + "' has to be an exchangeIdFormat.");
    }

    /** An id of the request: read, or not possible to read. */
    private record Translated(
            String text, @Nullable ExchangeId id, @Nullable MailboxFailure failure) {}

    private static Translated read(MailReader mailbox, ExchangeId.Format source, String text) {
        try {
            return new Translated(text, ExchangeId.read(mailbox.id(), source.bytes(text)), null);
        } catch (MailboxFailure.IdMalformed | MailboxFailure.ItemNotFound e) {
            return new Translated(text, null, e);
        }
    }

    private static ObjectNode entry(
            Translated one, ExchangeId.Format source, ExchangeId.Format target, Map<ItemId, Long> moves) {
        ObjectNode entry = Json.object().put("sourceId", one.text());
        ExchangeId id = one.id();
        if (source == target) {
            return entry.put("targetId", one.text());
        }
        if (id == null) {
            return failed(entry, one.failure());
        }
        ItemId item = id.item();
        if (item == null || source.style() == target.style()) {
            return entry.put("targetId", target.text(id.bytes().value()));
        }
        Long moved = moves.get(item);
        Long known = id.moveCount();
        return moved == null || (known != null && !known.equals(moved))
                ? failed(entry, new MailboxFailure.ItemNotFound())
                : entry.put("targetId", target.text(id.in(target.style(), moved)));
    }

    private static ObjectNode failed(ObjectNode entry, @Nullable MailboxFailure failure) {
        entry.putObject("errorDetails")
                .put(
                        "code",
                        failure instanceof MailboxFailure.IdMalformed ? "ErrorInvalidIdMalformed" : "ErrorItemNotFound")
                .put("message", failure == null ? "" : String.valueOf(failure.getMessage()));
        return entry;
    }

    private Map<ItemId, Long> moves(MailReader mailbox, List<Translated> all) {
        Set<ItemId> open = new HashSet<>();
        all.forEach(one -> {
            ExchangeId id = one.id();
            if (id != null && id.item() != null) {
                open.add(id.item());
            }
        });
        var found = new HashMap<ItemId, Long>(mailbox.moveCounts(open));
        open.removeAll(found.keySet());
        others(mailbox, open, MailboxOpening.CALENDAR_READ, "/users/{id}/events/{id}", found);
        others(mailbox, open, MailboxOpening.CONTACTS_READ, "/users/{id}/contacts/{id}", found);
        return found;
    }

    /** Looks up items of another area, which needs the permissions of the operation that reads one. */
    private <C extends MailboxAccess> void others(
            MailReader mailbox, Set<ItemId> open, MailboxOpening<C> opening, String template, Map<ItemId, Long> found) {
        if (open.isEmpty()) {
            return;
        }
        try (C related = edge.openRelated(mailbox, opening, "GET", template)) {
            if (related instanceof ItemReader items) {
                found.putAll(items.moveCounts(new ArrayList<>(open)));
            }
        } catch (Refusal e) {
            return; // as if they did not exist
        }
        open.removeAll(found.keySet());
    }
}
