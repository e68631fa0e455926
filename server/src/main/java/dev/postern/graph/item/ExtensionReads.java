package dev.postern.graph.item;

import dev.postern.gate.ItemReader;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.model.MetadataLevel;
import dev.postern.graph.model.Shape;
import dev.postern.graph.model.StructuredType;
import dev.postern.http.Response;
import dev.postern.mailbox.Fields;
import dev.postern.mailbox.IdStyle;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.MailboxFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads open extensions, which are stored in their item. */
public record ExtensionReads<R extends ItemReader>(ItemPath<R> path) {
    private static final String OLD_ID = "Microsoft.OutlookServices.OpenTypeExtension.";

    static StructuredType type(GraphRequest request) {
        return request.model().types().type("openTypeExtension");
    }

    public Response list(R mailbox, GraphRequest request) {
        Item item = path.item(mailbox, request, fields(path));
        List<ObjectNode> all =
                of(item).stream().map(extension -> shape(request, extension)).toList();
        return GraphAnswer.ok(
                request.envelope(request.metadata(), collection(path, mailbox, request, item))
                        .page(all, OptionalLong.empty(), Optional.empty()),
                request.metadata());
    }

    public Response count(R mailbox, GraphRequest request) {
        return GraphAnswer.count(of(path.item(mailbox, request, fields(path))).size());
    }

    public Response get(R mailbox, GraphRequest request) {
        Item item = path.item(mailbox, request, fields(path));
        return one(path, mailbox, request, item, find(item, request.key("extensions")), 200);
    }

    static Fields fields(ItemPath<?> path) {
        return Fields.of(path.properties(), "extensions");
    }

    static List<ObjectNode> of(Item item) {
        var all = new ArrayList<ObjectNode>();
        ObjectNode doc = item.doc();
        if (doc != null) {
            doc.path("extensions").forEach(extension -> all.add((ObjectNode) extension));
        }
        return all;
    }

    static ObjectNode find(Item item, String key) {
        return of(item).stream()
                .filter(extension -> isCalled(extension, key))
                .findFirst()
                .orElseThrow(MailboxFailure.ItemNotFound::new);
    }

    static boolean isCalled(JsonNode extension, String key) {
        String name = extension.path("extensionName").stringValue("");
        return key.equalsIgnoreCase(name)
                || key.equalsIgnoreCase(OpenProperties.EXTENSION_ID + name)
                || key.equalsIgnoreCase(OLD_ID + name);
    }

    static String id(JsonNode extension) {
        return extension.path("id").stringValue("");
    }

    private static <R extends ItemReader> String collection(
            ItemPath<R> path, R mailbox, GraphRequest request, Item item) {
        return ItemAddress.user(mailbox) + "/" + path.collection() + "("
                + ItemAddress.quoted(path.id(mailbox, request, item, IdStyle.DEFAULT)) + ")/extensions";
    }

    static ObjectNode shape(GraphRequest request, ObjectNode extension) {
        return request.model().shaper().shape(type(request), extension, Shape.DEFAULT, request.metadata());
    }

    static <R extends ItemReader> Response one(
            ItemPath<R> path, R mailbox, GraphRequest request, Item item, ObjectNode extension, int status) {
        MetadataLevel level = request.metadata();
        ObjectNode answer = request.envelope(level, collection(path, mailbox, request, item) + "/$entity")
                .single(shape(request, extension));
        return GraphAnswer.json(status, answer, level);
    }
}
