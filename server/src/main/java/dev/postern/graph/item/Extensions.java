package dev.postern.graph.item;

import dev.postern.gate.OpenMailbox;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.model.MetadataLevel;
import dev.postern.graph.model.Shape;
import dev.postern.graph.model.StructuredType;
import dev.postern.http.Json;
import dev.postern.http.Response;
import dev.postern.mailbox.Fields;
import dev.postern.mailbox.IdStyle;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.WireIds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Open extensions. They are stored in their item, so every change of one changes the item. */
public record Extensions(ItemPath path) {
    private static final Fields FIELDS = Fields.of("extensions");
    private static final String OLD_ID = "Microsoft.OutlookServices.OpenTypeExtension.";
    private static final int ATTEMPTS = 5;
    private static final int MOST = 50;

    private static StructuredType type(GraphRequest request) {
        return request.model().types().type("openTypeExtension");
    }

    public Response list(OpenMailbox mailbox, GraphRequest request) {
        Item item = path.item(mailbox, request, FIELDS);
        List<ObjectNode> all =
                of(item).stream().map(extension -> shape(request, extension)).toList();
        return GraphAnswer.ok(
                request.envelope(request.metadata(), collection(mailbox, item))
                        .page(all, OptionalLong.empty(), Optional.empty()),
                request.metadata());
    }

    public Response count(OpenMailbox mailbox, GraphRequest request) {
        return GraphAnswer.count(of(path.item(mailbox, request, FIELDS)).size());
    }

    public Response get(OpenMailbox mailbox, GraphRequest request) {
        Item item = path.item(mailbox, request, FIELDS);
        return one(mailbox, request, item, find(item, request.key("extensions")), 200);
    }

    public Response create(OpenMailbox mailbox, GraphRequest request) {
        ObjectNode given = OpenProperties.extension(request.body(type(request)));
        Item item = change(mailbox, request, all -> {
            if (all.valueStream().anyMatch(one -> id(one).equalsIgnoreCase(id(given)))) {
                throw new GraphFailure(409, "ErrorItemExists", "The extension '" + id(given) + "' exists already.");
            }
            if (all.size() >= MOST) {
                throw new GraphFailure(
                        400, "ErrorInvalidRequest", "A message can have at most " + MOST + " extensions.");
            }
            return all.add(given);
        });
        return one(mailbox, request, item, given, 201)
                .with(
                        "Location",
                        ItemAddress.location(
                                        request,
                                        mailbox,
                                        path.collection(),
                                        WireIds.item(item, ItemAddress.ids(request)))
                                + "/extensions(" + ItemAddress.quoted(id(given)) + ")");
    }

    public Response update(OpenMailbox mailbox, GraphRequest request) {
        ObjectNode patch = request.body(type(request));
        String key = request.key("extensions");
        Item item = change(mailbox, request, all -> {
            ArrayNode changed = Json.array();
            boolean found = false;
            for (JsonNode one : all) {
                boolean meant = isCalled(one, key);
                found |= meant;
                changed.add(meant ? patched((ObjectNode) one, patch) : one);
            }
            return require(found, changed);
        });
        return one(mailbox, request, item, find(item, key), 200);
    }

    private static ObjectNode patched(ObjectNode before, ObjectNode patch) {
        ObjectNode after = before.deepCopy();
        patch.properties().forEach(member -> {
            String name = member.getKey();
            if (name.equals("id") || name.equals("extensionName") || name.startsWith("@")) {
                return;
            }
            if (member.getValue().isNull()) {
                after.remove(name);
            } else {
                after.set(name, OpenProperties.plain(name, member.getValue()));
            }
        });
        return after;
    }

    public Response delete(OpenMailbox mailbox, GraphRequest request) {
        String key = request.key("extensions");
        change(mailbox, request, all -> {
            ArrayNode left = Json.array();
            all.valueStream().filter(one -> !isCalled(one, key)).forEach(left::add);
            return require(left.size() < all.size(), left);
        });
        return GraphAnswer.noContent();
    }

    private static ArrayNode require(boolean found, ArrayNode changed) {
        if (!found) {
            throw new MailboxFailure.ItemNotFound();
        }
        return changed;
    }

    /** Changes the list of what was read; if another request was faster, reads it again. */
    private Item change(OpenMailbox mailbox, GraphRequest request, UnaryOperator<ArrayNode> change) {
        for (int attempt = 1; ; attempt++) {
            Item item = path.item(mailbox, request, FIELDS);
            ArrayNode all = Json.array();
            of(item).forEach(all::add);
            ObjectNode patch = Json.object();
            patch.set("extensions", change.apply(all));
            try {
                return mailbox.update(new ItemRef(item.id(), item.moveCount()), item.changeKey(), patch);
            } catch (MailboxFailure.ChangeKeyMismatch e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static List<ObjectNode> of(Item item) {
        var all = new ArrayList<ObjectNode>();
        ObjectNode doc = item.doc();
        if (doc != null) {
            doc.path("extensions").forEach(extension -> all.add((ObjectNode) extension));
        }
        return all;
    }

    private static ObjectNode find(Item item, String key) {
        return of(item).stream()
                .filter(extension -> isCalled(extension, key))
                .findFirst()
                .orElseThrow(MailboxFailure.ItemNotFound::new);
    }

    private static boolean isCalled(JsonNode extension, String key) {
        String name = extension.path("extensionName").stringValue("");
        return key.equalsIgnoreCase(name)
                || key.equalsIgnoreCase(OpenProperties.EXTENSION_ID + name)
                || key.equalsIgnoreCase(OLD_ID + name);
    }

    private static String id(JsonNode extension) {
        return extension.path("id").stringValue("");
    }

    private String collection(OpenMailbox mailbox, Item item) {
        return ItemAddress.user(mailbox) + "/" + path.collection() + "("
                + ItemAddress.quoted(WireIds.item(item, IdStyle.DEFAULT)) + ")/extensions";
    }

    private static ObjectNode shape(GraphRequest request, ObjectNode extension) {
        return request.model().shaper().shape(type(request), extension, Shape.DEFAULT, request.metadata());
    }

    private Response one(OpenMailbox mailbox, GraphRequest request, Item item, ObjectNode extension, int status) {
        MetadataLevel level = request.metadata();
        ObjectNode answer =
                request.envelope(level, collection(mailbox, item) + "/$entity").single(shape(request, extension));
        return GraphAnswer.json(status, answer, level);
    }
}
