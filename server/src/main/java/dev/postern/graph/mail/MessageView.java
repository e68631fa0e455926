package dev.postern.graph.mail;

import dev.postern.gate.MailReader;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.MeetingEvents;
import dev.postern.graph.content.BodyView;
import dev.postern.graph.content.DeferredContent;
import dev.postern.graph.item.AttachmentJson;
import dev.postern.graph.item.ItemAddress;
import dev.postern.graph.model.MetadataLevel;
import dev.postern.graph.model.ResponseEnvelope;
import dev.postern.graph.model.Selection;
import dev.postern.graph.model.Shape;
import dev.postern.graph.model.StructuredType;
import dev.postern.graph.odata.QueryOptions;
import dev.postern.http.Json;
import dev.postern.http.Response;
import dev.postern.mailbox.Body;
import dev.postern.mailbox.Fields;
import dev.postern.mailbox.IdStyle;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.ItemJson;
import dev.postern.mailbox.MapiValues;
import dev.postern.mailbox.event.MeetingNotice;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** How one request shows messages, and which properties must be read for that. */
final class MessageView {
    /** A text in shown form and in the response. */
    private static final int COPIES = 2;

    private final MailReader mailbox;
    private final GraphRequest request;
    private final QueryOptions query;
    private final Selection selection;
    private final MetadataLevel level;
    private final IdStyle ids;
    private final BodyView bodies;
    private final Fields fields;
    /** Properties from which extended properties are computed, and which are not shown themselves. */
    private final Set<String> onlyRead = new HashSet<>();

    private final Shape shape;
    private final DeferredContent deferred;
    /** Null unless the events of meeting messages are expanded. */
    private final MeetingEvents.@Nullable Events meetingEvents;

    MessageView(MailReader mailbox, GraphRequest request, QueryOptions query) {
        this(
                mailbox,
                request,
                query,
                request.metadata(query),
                new DeferredContent(request.http().memory()));
    }

    /**
     * @param deferred the large contents of the response with the messages
     */
    MessageView(
            MailReader mailbox,
            GraphRequest request,
            QueryOptions query,
            MetadataLevel level,
            DeferredContent deferred) {
        if (!mailbox.mayReadContent()) {
            ReadBasicProjection.check(query);
        }
        this.mailbox = mailbox;
        this.request = request;
        this.query = query;
        Selection requested = query.view().selection();
        this.selection = requested.isDefault() && !mailbox.mayReadContent()
                ? ReadBasicProjection.selection(type(request))
                : requested;
        this.level = level;
        this.deferred = deferred;
        this.ids = ItemAddress.ids(request);
        this.bodies = BodyView.of(request);
        this.fields = read();
        this.shape = new Shape(selection, query.view().shape().expansions());
        this.meetingEvents = query.view().expands().stream()
                .filter(expand -> expand.navigation().equals("event"))
                .findFirst()
                .map(expand -> request.meetingEvents().open(mailbox, request, expand.options()))
                .orElse(null);
    }

    private boolean isOutOfDate(MeetingNotice notice) {
        boolean shown = selection.isDefault() || selection.names("isOutOfDate");
        return shown && mailbox.isOutOfDate(notice);
    }

    static StructuredType type(GraphRequest request) {
        return request.model().types().type("message");
    }

    MetadataLevel level() {
        return level;
    }

    IdStyle ids() {
        return ids;
    }

    /** The properties to read for showing a message. */
    Fields fields() {
        return fields;
    }

    private Fields read() {
        boolean expands = !query.view().expands().isEmpty();
        if (selection.isDefault() && !expands) {
            return Fields.DEFAULT;
        }
        Set<String> names = new HashSet<>();
        query.view()
                .expands()
                .forEach(expand -> names.add(expand.navigation().equals("event") ? "meeting" : expand.navigation()));
        if (selection.isDefault()) {
            names.addAll(type(request).properties().stream()
                    .filter(p -> !p.navigation() && Fields.DEFAULT.wants(p.name()))
                    .map(p -> p.name())
                    .collect(Collectors.toSet()));
        } else {
            selection.items().forEach(item -> names.add(item.path().segments().getFirst()));
        }
        query.view()
                .expands()
                .forEach(expand -> MapiValues.reads(Expansions.computed(expand)).stream()
                        .filter(name -> !names.contains(name))
                        .forEach(onlyRead::add));
        names.addAll(onlyRead);
        return new Fields(names);
    }

    /**
     * The first of these messages, as many as a response should contain, but at least one if there is one: more follow
     * behind a link.
     */
    List<ObjectNode> show(List<Item> items) {
        List<ObjectNode> shown = new ArrayList<>();
        for (Item item : items) {
            if (deferred.isLarge() && !shown.isEmpty()) {
                break;
            }
            shown.add(show(item));
        }
        return shown;
    }

    /** The JSON of a message that was read with {@link #fields}. */
    ObjectNode show(Item item) {
        ObjectNode json = ItemJson.of(item, ids, fields);
        json.put("@odata.etag", etag(item));
        Body body = item.message().body();
        deferred.count(body == null ? 0 : body.content().length());
        if (body != null && fields.wants("body")) {
            json.set("body", json(shown(body, bodies::show)));
        }
        if (body != null && fields.wants("uniqueBody")) {
            json.set("uniqueBody", json(shown(body, bodies::showNew)));
        }
        json.remove(onlyRead);
        MeetingMembers.into(json, item, this::isOutOfDate);
        if (meetingEvents != null && item.message().summary().meeting() != null) {
            MeetingNotice notice = MeetingMembers.notice(item);
            json.set("event", notice == null ? null : meetingEvents.of(notice));
        }
        Expansions.into(json, item, query, new AttachmentJson(mailbox, item, ids, bodies, deferred));
        return request.model().shaper().shape(type(request), json, shape, level);
    }

    /** The memory for a text was reserved when it was read, but its shown form may be longer. */
    private Body shown(Body body, UnaryOperator<Body> view) {
        Body shown = view.apply(body);
        int longer = shown.content().length() - body.content().length();
        request.http().memory().take((long) COPIES * Math.max(0, longer));
        deferred.count(Math.max(0, longer));
        return shown;
    }

    static String etag(Item item) {
        return "W/\"" + item.changeKey() + "\"";
    }

    private static ObjectNode json(Body body) {
        return Json.object()
                .put("contentType", body.type() == Body.Type.HTML ? "html" : "text")
                .put("content", body.content());
    }

    /** The envelope of a list of messages in this collection. */
    ResponseEnvelope list(String collection) {
        return request.envelope(level, collection + query.view().contextSuffix());
    }

    /** The envelope of one message in this collection. */
    ResponseEnvelope one(String collection) {
        return request.envelope(level, collection + query.view().contextSuffix() + "/$entity");
    }

    /** A response with messages from {@link #show}. */
    Response answer(int status, ObjectNode content) {
        return deferred.answer(status, content, level);
    }

    MailReader mailbox() {
        return mailbox;
    }
}
