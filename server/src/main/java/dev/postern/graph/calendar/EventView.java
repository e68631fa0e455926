package dev.postern.graph.calendar;

import dev.postern.gate.CalendarReader;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.content.BodyView;
import dev.postern.graph.content.DeferredContent;
import dev.postern.graph.item.AttachmentJson;
import dev.postern.graph.item.EmailAddresses;
import dev.postern.graph.item.ItemAddress;
import dev.postern.graph.model.MetadataLevel;
import dev.postern.graph.model.ResponseEnvelope;
import dev.postern.graph.model.StructuredType;
import dev.postern.graph.odata.QueryOptions;
import dev.postern.http.Json;
import dev.postern.http.Response;
import dev.postern.mailbox.Body;
import dev.postern.mailbox.Fields;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.IdStyle;
import dev.postern.mailbox.WireIds;
import dev.postern.mailbox.event.EventInstance;
import dev.postern.mailbox.event.Events;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How one request shows events. */
final class EventView {
    private final CalendarReader mailbox;
    private final GraphRequest request;
    private final QueryOptions query;
    private final StructuredType type;
    private final MetadataLevel level;
    private final IdStyle ids;
    private final EventJson events;
    private final BodyView bodies;
    private final DeferredContent deferred;
    private final Map<FolderId, ObjectNode> calendars = new HashMap<>();

    EventView(CalendarReader mailbox, GraphRequest request, QueryOptions query) {
        this.mailbox = mailbox;
        this.request = request;
        this.query = query;
        this.type = type(request);
        this.level = request.metadata(query);
        this.ids = ItemAddress.ids(request);
        this.events = EventJson.of(mailbox, request, ids, query.view().selection());
        this.bodies = asPages(BodyView.of(request));
        this.deferred = new DeferredContent(request.http().memory());
    }

    static StructuredType type(GraphRequest request) {
        return request.model().types().type("event");
    }

    /** Events show text as HTML unless the caller prefers text. */
    private static BodyView asPages(BodyView view) {
        return view.type().isPresent() ? view : new BodyView(Optional.of(Body.Type.HTML), view.unsafe(), view.pages());
    }

    /** Whether the metadata level of the response keeps an annotation. */
    boolean keeps(String annotation) {
        return level.keeps(annotation);
    }

    EventJson json() {
        return events;
    }

    /** What must be read of the events. */
    Fields fields() {
        return Events.fields(
                query.view().selection().isDefault() || query.view().selection().names("body"));
    }

    /** The first of these events, as many as a response should contain, but at least one if there is one. */
    List<ObjectNode> show(List<EventInstance> all) {
        List<ObjectNode> shown = new ArrayList<>();
        for (EventInstance event : all) {
            if (deferred.isLarge() && !shown.isEmpty()) {
                break;
            }
            shown.add(show(event));
        }
        return shown;
    }

    ObjectNode show(EventInstance event) {
        return shape(event, complete(event, Json.object()));
    }

    /**
     * The event with every property and with the expansions.
     *
     * @param more properties that only some operations show
     */
    ObjectNode complete(EventInstance event, ObjectNode more) {
        ObjectNode json = events.of(event).setAll(more);
        query.view().expands().stream()
                .filter(expand -> expand.navigation().equals("calendar"))
                .forEach(expand -> json.set("calendar", calendar(event.item().folder(), expand)));
        JsonNode body = event.properties().path("body");
        if (body.isObject()) {
            json.set("body", shown(body));
        }
        EventExpansions.into(json, event, query, new AttachmentJson(mailbox, event.item(), ids, bodies, deferred));
        return json;
    }

    private ObjectNode calendar(FolderId folder, QueryOptions.Expand expand) {
        return calendars.computeIfAbsent(
                folder,
                id -> CalendarView.calendar(
                        mailbox, mailbox.calendar(id), expand.options().view().expands()));
    }

    /** Whether a body is the one that is shown of an event, which may differ from the stored one. */
    boolean isShown(EventInstance event, JsonNode body) {
        JsonNode stored = event.properties().path("body");
        return stored.isObject() && shown(stored).equals(body);
    }

    private ObjectNode shown(JsonNode stored) {
        String content = stored.path("content").stringValue("");
        boolean html = stored.path("contentType").stringValue("html").equals("html");
        deferred.count(content.length());
        Body shown = content.isEmpty()
                ? new Body(bodies.type().orElse(Body.Type.HTML), "")
                : bodies.show(new Body(html ? Body.Type.HTML : Body.Type.TEXT, content));
        int longer = Math.max(0, shown.content().length() - content.length());
        request.http().memory().take(2L * longer);
        deferred.count(longer);
        return Json.object()
                .put("contentType", shown.type() == Body.Type.HTML ? "html" : "text")
                .put("content", shown.content());
    }

    /** The selected part of a complete event. */
    ObjectNode shape(EventInstance event, ObjectNode complete) {
        ObjectNode shaped =
                request.model().shaper().shape(type, complete, query.view().shape(), level);
        if (!complete.has("cancelledOccurrences")) {
            shaped.remove("cancelledOccurrences");
        }
        if (query.view().selection().isDefault() && level != MetadataLevel.NONE) {
            String calendar = ItemAddress.location(
                    request,
                    mailbox,
                    "calendars",
                    WireIds.folder(mailbox.id(), event.item().folder()));
            shaped.put("calendar@odata.associationLink", calendar + "/$ref");
            shaped.put("calendar@odata.navigationLink", calendar);
        }
        return shaped;
    }

    /**
     * What the JSON of an event depends on beside the event; empty if it contains more than the event. The owner is shown as the organizer of events
     * without one.
     */
    Optional<String> form() {
        return query.view().expands().isEmpty()
                ? Optional.of(Json.text(List.of(
                        request.serviceRoot(),
                        level,
                        ids,
                        bodies.type().map(Body.Type::name).orElse(""),
                        bodies.unsafe(),
                        query.view().contextSuffix(),
                        events.zone().zone().name(),
                        events.zone().zone().id().getId(),
                        mailbox.ownerId().toString(),
                        EmailAddresses.of(mailbox.owner()),
                        mailbox.mayReadContent())))
                : Optional.empty();
    }

    /** A page of events that may have been shown before. */
    ShownPage page() {
        return new ShownPage(this, request.http().memory(), deferred, bodies.pages(), level);
    }

    /** The envelope of a list of events in this collection. */
    ResponseEnvelope list(String collection) {
        return request.envelope(level, collection + query.view().contextSuffix());
    }

    /** A response with one event. */
    Response one(EventInstance event, int status) {
        return one(event, Json.object(), status);
    }

    /** @param more as for {@link #complete} */
    Response one(EventInstance event, ObjectNode more, int status) {
        String context = ItemAddress.user(mailbox) + "/events" + query.view().contextSuffix() + "/$entity";
        ObjectNode content = request.envelope(level, context).single(shape(event, complete(event, more)));
        return answer(status, content).with("ETag", EventJson.etag(event));
    }

    /** A response with events from {@link #show}. */
    Response answer(int status, ObjectNode content) {
        return deferred.answer(status, content, level);
    }

    String location(EventInstance event) {
        return ItemAddress.location(request, mailbox, "events", events.id(event));
    }
}
