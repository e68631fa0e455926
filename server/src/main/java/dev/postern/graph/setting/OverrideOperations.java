package dev.postern.graph.setting;

import dev.postern.gate.MailReader;
import dev.postern.gate.MailWriter;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.item.EmailAddresses;
import dev.postern.graph.odata.Family;
import dev.postern.graph.odata.QueryOptions;
import dev.postern.graph.odata.QueryTarget;
import dev.postern.http.Json;
import dev.postern.http.Response;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.MessageBounds;
import dev.postern.mailbox.setting.InferenceOverride;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads and changes {@code inferenceClassification} and its overrides. A list is complete: Graph does not page, filter or sort it. */
final class OverrideOperations {
    private static final String PARENT = "inferenceClassification";
    private static final String TYPE = "inferenceClassificationOverride";
    private static final String OVERRIDES = "overrides";
    private static final String CLASSIFY_AS = "classifyAs";
    private static final String SENDER = "senderEmailAddress";

    private OverrideOperations() {}

    /** An entity with nothing but its id; the overrides are added if they are to be expanded. */
    static Response parent(MailReader mailbox, GraphRequest request) {
        QueryOptions query =
                request.query(QueryTarget.one(request.model().types().type(PARENT), Family.OUTLOOK));
        ObjectNode content = Json.object();
        content.put(
                "@odata.context", request.context(name(mailbox) + query.view().contextSuffix()));
        content.put("id", mailbox.ownerId().toString());
        if (query.view().expands().stream().anyMatch(one -> one.navigation().equals(OVERRIDES))) {
            ArrayNode all = content.putArray(OVERRIDES);
            mailbox.overrides().forEach(one -> all.add(json(one)));
        }
        return GraphAnswer.ok(content, request.metadata(query));
    }

    /** There is nothing that a PATCH could change. */
    static Response updateParent(MailWriter mailbox, GraphRequest request) {
        request.body(request.model().types().type(PARENT));
        return parent(mailbox, request);
    }

    static Response list(MailReader mailbox, GraphRequest request) {
        checkQuery(request);
        List<ObjectNode> all =
                mailbox.overrides().stream().map(OverrideOperations::json).toList();
        return GraphAnswer.ok(
                request.envelope(request.metadata(), collection(mailbox))
                        .page(all, OptionalLong.empty(), Optional.empty()),
                request.metadata());
    }

    static Response count(MailReader mailbox, GraphRequest request) {
        checkQuery(request);
        return GraphAnswer.count(mailbox.countOverrides());
    }

    static Response get(MailReader mailbox, GraphRequest request) {
        checkQuery(request);
        return single(mailbox, request, mailbox.override(id(request)), 200);
    }

    static Response create(MailWriter mailbox, GraphRequest request) {
        ObjectNode body = request.body(request.model().types().type(TYPE));
        JsonNode sender = body.path(SENDER);
        String address = sender.path("address").stringValue("").strip();
        if (!EmailAddresses.isAddress(address)) {
            throw refused("'senderEmailAddress/address' has to be an address.");
        }
        String name = sender.path("name").stringValue("");
        if (name.length() > MessageBounds.MAX_PERSON_LENGTH) {
            throw refused(
                    "'senderEmailAddress/name' may have at most " + MessageBounds.MAX_PERSON_LENGTH + " characters.");
        }
        InferenceOverride made = mailbox.putOverride(classification(body), name.isBlank() ? address : name, address);
        return single(mailbox, request, made, 201)
                .with("Location", request.serviceRoot() + "/" + collection(mailbox) + "('" + made.id() + "')");
    }

    /** Changes {@code classifyAs}. The sender is ignored, because clients send objects back. */
    static Response update(MailWriter mailbox, GraphRequest request) {
        ObjectNode body = request.body(request.model().types().type(TYPE));
        UUID id = id(request);
        InferenceOverride after =
                body.has(CLASSIFY_AS) ? mailbox.reclassify(id, classification(body)) : mailbox.override(id);
        return single(mailbox, request, after, 200);
    }

    static Response delete(MailWriter mailbox, GraphRequest request) {
        mailbox.deleteOverride(id(request));
        return GraphAnswer.noContent();
    }

    private static String classification(ObjectNode body) {
        String value = body.path(CLASSIFY_AS).stringValue("");
        if (value.isEmpty()) {
            throw refused("'classifyAs' has to be 'focused' or 'other'.");
        }
        return value;
    }

    private static GraphFailure refused(String message) {
        return new GraphFailure(400, "ErrorInvalidRequest", message);
    }

    private static void checkQuery(GraphRequest request) {
        request.query(QueryTarget.one(request.model().types().type(TYPE), Family.OUTLOOK)
                .without("expand"));
    }

    private static UUID id(GraphRequest request) {
        try {
            return UUID.fromString(request.key(OVERRIDES));
        } catch (IllegalArgumentException e) {
            throw new MailboxFailure.ItemNotFound();
        }
    }

    private static Response single(MailReader mailbox, GraphRequest request, InferenceOverride override, int status) {
        return GraphAnswer.json(
                status,
                request.envelope(request.metadata(), collection(mailbox) + "/$entity")
                        .single(json(override)),
                request.metadata());
    }

    private static ObjectNode json(InferenceOverride override) {
        ObjectNode json = Json.object().put("id", override.id().toString()).put(CLASSIFY_AS, override.classifyAs());
        json.putObject(SENDER).put("name", override.name()).put("address", override.address());
        return json;
    }

    private static String name(MailReader mailbox) {
        return "users('" + mailbox.ownerId() + "')/" + PARENT;
    }

    private static String collection(MailReader mailbox) {
        return name(mailbox) + "/" + OVERRIDES;
    }
}
