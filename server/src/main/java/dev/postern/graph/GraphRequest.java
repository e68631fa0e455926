package dev.postern.graph;

import dev.postern.compute.Compute;
import dev.postern.graph.model.BoundOperation;
import dev.postern.graph.model.MetadataLevel;
import dev.postern.graph.model.ResponseEnvelope;
import dev.postern.graph.model.StructuredType;
import dev.postern.graph.odata.QueryOptions;
import dev.postern.graph.odata.QueryTarget;
import dev.postern.http.Json;
import dev.postern.http.Request;
import dev.postern.query.Folding;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One request as a handler sees it: bound to a row, not yet read any further. Belongs to the thread that handles it. */
public final class GraphRequest {
    private final Request http;
    private final OperationRow row;
    private final List<String> keys;
    private final Map<String, String> arguments;
    private final GraphModel model;
    private final Compute compute;
    private final int largestBody;
    private final Preferences preferences;

    GraphRequest(
            Request http,
            OperationRow row,
            List<String> keys,
            Map<String, String> arguments,
            GraphModel model,
            Compute compute,
            int largestBody) {
        this.http = http;
        this.row = row;
        this.keys = List.copyOf(keys);
        this.arguments = Map.copyOf(arguments);
        this.model = model;
        this.compute = compute;
        this.largestBody = largestBody;
        this.preferences = Preferences.of(http.headers("Prefer"));
    }

    /** The request below, for its headers, its peer and bodies that are not JSON. */
    public Request http() {
        return http;
    }

    public OperationRow row() {
        return row;
    }

    public GraphModel model() {
        return model;
    }

    /** Where to do what its content can make costly. */
    public Compute compute() {
        return compute;
    }

    /** The values of the template's parameters, in order; the first is the user of a mailbox. */
    public List<String> keys() {
        return keys;
    }

    /**
     * The key that follows a collection in the template: {@code key("messages")}. The last one, when the collection stands in it
     * twice.
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

    /** Whether the template has this segment, for a handler that is bound to several rows. */
    public boolean has(String segment) {
        return row.segments().contains(segment);
    }

    /** The argument of a function in the path, its name compared without case. */
    public Optional<String> argument(String name) {
        return Optional.ofNullable(arguments.get(Folding.lower(name)));
    }

    /** The query, read and checked against what the operation takes. */
    public QueryOptions query(QueryTarget target) {
        return model.queries().parse(http.rawQuery(), target);
    }

    public Preferences preferences() {
        return preferences;
    }

    /** The If-Match header as it came. */
    public Optional<String> ifMatch() {
        return http.header("If-Match").map(String::strip).filter(text -> !text.isEmpty());
    }

    /** Whether the caller asks the directory for its index, as {@code $count}, {@code ne} and some more need. */
    public boolean eventual() {
        return http.header("ConsistencyLevel")
                .filter("eventual"::equalsIgnoreCase)
                .isPresent();
    }

    /** How many annotations the answer is to carry, by the Accept header. */
    public MetadataLevel metadata() {
        return http.header("Accept").flatMap(MetadataLevel::askedFor).orElse(MetadataLevel.MINIMAL);
    }

    /** The same, where the query has a {@code $format} that goes before the header. */
    public MetadataLevel metadata(QueryOptions query) {
        return query.view().metadata().orElseGet(this::metadata);
    }

    /** The bytes of the body. @throws dev.postern.http.BodyTooLarge when there are more than the configuration allows */
    public byte[] content() {
        return http.body(largestBody);
    }

    /** The body as JSON, whatever it is. */
    public JsonNode json() {
        requireJson();
        return Json.parse(content(), http.memory());
    }

    /** The body as a value of a type: canonical names, checked values. */
    public ObjectNode body(StructuredType type) {
        return model.bodies().read(type, json());
    }

    /**
     * The body as the parameters of an action, for instance {@code parameters("sendMail", user, false)}; an empty body has none.
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

    /** Whether the body says that it is of a media type, parameters left aside. */
    public boolean isContentType(String mediaType) {
        return http.header("Content-Type")
                .map(type -> type.split(";", 2)[0].strip())
                .filter(mediaType::equalsIgnoreCase)
                .isPresent();
    }

    private void requireJson() {
        if (http.header("Content-Type").isPresent() && !isContentType("application/json")) {
            throw new GraphFailure(
                    415,
                    "RequestBodyRead",
                    "A supported MIME type could not be found that matches the content type of the request."
                            + " The body has to be 'application/json'.");
        }
    }

    /** Where absolute links begin: {@code https://host/v1.0}. */
    public String serviceRoot() {
        return http.base() + "/v1.0";
    }

    /** The address of a context, for instance of {@code users('...')/messages}. */
    public String context(String of) {
        return serviceRoot() + "/$metadata#" + of;
    }

    /** What stands around an answer of this context. */
    public ResponseEnvelope envelope(MetadataLevel level, String contextOf) {
        return new ResponseEnvelope(level, context(contextOf));
    }

    /** A link to a page of a collection that is only a part of this answer. */
    public String linkTo(String collection, String query, int skip) {
        return serviceRoot() + "/" + collection + "?" + PageLink.query(query, "$skip", Integer.toString(skip));
    }

    /** A link to another page of this request: everything as it came, with one option set. */
    public String linkWith(String option, String value) {
        return http.base() + http.rawPath() + "?" + PageLink.query(http.rawQuery(), option, value);
    }
}
