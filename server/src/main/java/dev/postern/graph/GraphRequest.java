package dev.postern.graph;

import dev.postern.compute.Compute;
import dev.postern.graph.model.BoundOperation;
import dev.postern.graph.model.MetadataLevel;
import dev.postern.graph.model.ResponseEnvelope;
import dev.postern.graph.model.StructuredType;
import dev.postern.graph.odata.QueryOptions;
import dev.postern.graph.odata.QueryTarget;
import dev.postern.graph.throttle.Throttle;
import dev.postern.http.Json;
import dev.postern.http.Request;
import dev.postern.query.Folding;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One request, bound to a row; query and body have not been read yet. Belongs to the thread that handles it. */
public final class GraphRequest {
    private static final int MAX_DIGITS = 18;

    private final Request http;
    private final OperationRow row;
    private final List<String> keys;
    private final Map<String, String> arguments;
    private final GraphModel model;
    private final Compute compute;
    private final MeetingEvents meetingEvents;
    private final int maxBodyBytes;
    private final Preferences preferences;
    private long read;

    GraphRequest(
            Request http,
            OperationRow row,
            List<String> keys,
            Map<String, String> arguments,
            GraphModel model,
            Compute compute,
            MeetingEvents meetingEvents,
            int maxBodyBytes) {
        this.http = http;
        this.row = row;
        this.keys = List.copyOf(keys);
        this.arguments = Map.copyOf(arguments);
        this.model = model;
        this.compute = compute;
        this.meetingEvents = meetingEvents;
        this.maxBodyBytes = maxBodyBytes;
        this.preferences = Preferences.of(http.headers("Prefer"));
    }

    /** The HTTP request, for its headers, its peer and bodies that are not JSON. */
    public Request http() {
        return http;
    }

    public OperationRow row() {
        return row;
    }

    public GraphModel model() {
        return model;
    }

    /** Shows the events of meeting messages. */
    public MeetingEvents meetingEvents() {
        return meetingEvents;
    }

    /** Runs work whose cost depends on content from callers. */
    public Compute compute() {
        return compute;
    }

    /** The values of the template's parameters, in order; the first is the user of a mailbox. */
    public List<String> keys() {
        return keys;
    }

    /**
     * The key after a collection in the template: {@code key("messages")}. If the template contains the collection
     * twice, the last one.
     */
    public String key(String collection) {
        String found = null;
        int at = 0;
        for (int i = 0; i < row.segments().size(); i++) {
            if (OperationRow.isParameter(row.segments().get(i))) {
                String value = keys.get(at++);
                found = i > 0 && row.segments().get(i - 1).equals(collection) ? value : found;
            }
        }
        if (found == null) {
            throw new IllegalArgumentException(row.template() + " has no key of " + collection);
        }
        return found;
    }

    /** The argument of a function in the path, or empty; names are compared without case. */
    public Optional<String> argument(String name) {
        return Optional.ofNullable(arguments.get(Folding.lower(name)));
    }

    /** Whether the template has this segment, for a handler bound to several rows. */
    public boolean has(String segment) {
        return row.segments().contains(segment);
    }

    /** The query, parsed and checked against the options of the operation. */
    public QueryOptions query(QueryTarget target) {
        return model.queries().parse(http.rawQuery(), target);
    }

    public Preferences preferences() {
        return preferences;
    }

    /** The If-Match header, unchanged. */
    public Optional<String> ifMatch() {
        return http.header("If-Match").map(String::strip).filter(text -> !text.isEmpty());
    }

    /** Whether the caller requests the directory's index, which {@code $count}, {@code ne} and others require. */
    public boolean eventual() {
        return http.header("ConsistencyLevel")
                .filter("eventual"::equalsIgnoreCase)
                .isPresent();
    }

    /** The metadata level of the response, by the Accept header. */
    public MetadataLevel metadata() {
        return http.header("Accept").flatMap(MetadataLevel::ofMediaType).orElse(MetadataLevel.MINIMAL);
    }

    /** As {@link #metadata()}; a {@code $format} in the query has precedence over the header. */
    public MetadataLevel metadata(QueryOptions query) {
        return query.view().metadata().orElseGet(this::metadata);
    }

    /**
     * The bytes of the body.
     *
     * @throws dev.postern.http.BodyTooLarge if it exceeds the configured limit
     */
    public byte[] content() {
        byte[] content = http.body(maxBodyBytes);
        read = content.length;
        return content;
    }

    /** The length of the body that the request announces, 0 if it does not; {@link Throttle#NO_UPLOAD} if it changes nothing. */
    long declared() {
        if (http.method().equals("GET") || http.method().equals("DELETE")) {
            return Throttle.NO_UPLOAD;
        }
        String length = http.header("Content-Length").orElse("");
        boolean plain = !length.isEmpty()
                && length.length() <= MAX_DIGITS
                && length.chars().allMatch(digit -> digit >= '0' && digit <= '9');
        return plain ? Long.parseLong(length) : 0;
    }

    /** The bytes that were read beyond those that were announced, as of a chunked body or a part of a batch. */
    long undeclared() {
        return Math.max(0, read - Math.max(0, declared()));
    }

    /** The body as JSON of any kind. */
    public JsonNode json() {
        requireJson();
        return Json.parse(content(), http.memory());
    }

    /** The body as a value of a type, with canonical names and checked values. */
    public ObjectNode body(StructuredType type) {
        return model.bodies().read(type, json());
    }

    /** As {@link #body}, with the leniency of {@link dev.postern.graph.model.TypedBodyReader#tolerant}. */
    public ObjectNode tolerantBody(StructuredType type) {
        return model.bodies().tolerant().read(type, json());
    }

    /**
     * The body as the parameters of an action, for instance {@code parameters("sendMail", user, false)}; an empty body
     * contains none.
     *
     * @param onCollection whether the action is called on a collection of the type
     */
    public ObjectNode parameters(String action, StructuredType on, boolean onCollection) {
        BoundOperation operation = model.types()
                .operation(action, on, onCollection)
                .orElseThrow(() -> new IllegalArgumentException("no action '" + action + "' on " + on));
        byte[] content = content();
        if (content.length > 0) {
            requireJson();
        }
        return model.bodies()
                .parameters(operation, content.length == 0 ? Json.object() : Json.parse(content, http.memory()));
    }

    /** Whether the Content-Type is this media type; its parameters are ignored. */
    public boolean isContentType(String mediaType) {
        return http.header("Content-Type")
                .map(type -> type.split(";", 2)[0].strip())
                .filter(mediaType::equalsIgnoreCase)
                .isPresent();
    }

    private void requireJson() {
        if (isContentType("application/x-www-form-urlencoded") || isContentType("multipart/form-data")) {
            throw new GraphFailure(
                    400,
                    "UnableToDeserializePostBody",
                    "Unable to deserialize the request body: its Content-Type is that of a form. The body has to be"
                            + " 'application/json'.");
        }
        if (http.header("Content-Type").isPresent() && !isContentType("application/json")) {
            throw new GraphFailure(
                    415,
                    "RequestBodyRead",
                    "A supported MIME type could not be found that matches the content type of the request."
                            + " The body has to be 'application/json'.");
        }
    }

    /** The beginning of absolute links: {@code https://host/v1.0}. */
    public String serviceRoot() {
        return http.base() + "/v1.0";
    }

    /** The context URL, for instance of {@code users('...')/messages}. */
    public String context(String of) {
        return serviceRoot() + "/$metadata#" + of;
    }

    /** The envelope of a response with this context. */
    public ResponseEnvelope envelope(MetadataLevel level, String contextOf) {
        return new ResponseEnvelope(level, context(contextOf));
    }

    /** A link to a page of a collection nested in this response. */
    public String linkTo(String collection, String query, int skip) {
        return serviceRoot() + "/" + collection + "?" + PageLink.query(query, "$skip", Integer.toString(skip));
    }

    /** A link to another page of this request: the same URL with one option replaced. */
    public String linkWith(String option, String value) {
        return http.base() + http.rawPath() + "?" + PageLink.query(http.rawQuery(), option, value);
    }
}
