package dev.postern.graph.item;

import dev.postern.gate.ItemWriter;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.GraphRequest;
import dev.postern.http.Json;
import dev.postern.http.Response;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.MailboxFailure;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Changes open extensions. They are stored in their item, so every change of one changes the item. */
public record ExtensionWrites<W extends ItemWriter>(ItemPath<? super W> path) {
    private static final int ATTEMPTS = 5;
    private static final int MAX_EXTENSIONS = 50;

    public Response create(W mailbox, GraphRequest request) {
        ObjectNode given = OpenProperties.extension(request.body(ExtensionReads.type(request)));
        Item item = change(mailbox, request, all -> {
            if (all.valueStream().anyMatch(one -> ExtensionReads.id(one).equalsIgnoreCase(ExtensionReads.id(given)))) {
                throw new GraphFailure(
                        409, "ErrorItemExists", "The extension '" + ExtensionReads.id(given) + "' exists already.");
            }
            if (all.size() >= MAX_EXTENSIONS) {
                throw new GraphFailure(
                        400, "ErrorInvalidRequest", "An item can have at most " + MAX_EXTENSIONS + " extensions.");
            }
            return all.add(given);
        });
        return ExtensionReads.one(path, mailbox, request, item, given, 201)
                .with(
                        "Location",
                        ItemAddress.location(
                                        request,
                                        mailbox,
                                        path.collection(),
                                        path.id(mailbox, request, item, ItemAddress.ids(request)))
                                + "/extensions(" + ItemAddress.quoted(ExtensionReads.id(given)) + ")");
    }

    public Response update(W mailbox, GraphRequest request) {
        ObjectNode patch = request.body(ExtensionReads.type(request));
        String key = request.key("extensions");
        Item item = change(mailbox, request, all -> {
            ArrayNode changed = Json.array();
            boolean found = false;
            for (JsonNode one : all) {
                boolean meant = ExtensionReads.isCalled(one, key);
                found |= meant;
                changed.add(meant ? patched((ObjectNode) one, patch) : one);
            }
            return require(found, changed);
        });
        return ExtensionReads.one(path, mailbox, request, item, ExtensionReads.find(item, key), 200);
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

    public Response delete(W mailbox, GraphRequest request) {
        String key = request.key("extensions");
        change(mailbox, request, all -> {
            ArrayNode left = Json.array();
            all.valueStream().filter(one -> !ExtensionReads.isCalled(one, key)).forEach(left::add);
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

    /** Changes the list of extensions; if another request was faster, reads the item again and retries. */
    private Item change(W mailbox, GraphRequest request, UnaryOperator<ArrayNode> change) {
        for (int attempt = 1; ; attempt++) {
            Item item = path.item(mailbox, request, ExtensionReads.fields(path));
            ArrayNode all = Json.array();
            ExtensionReads.of(item).forEach(all::add);
            ObjectNode patch = Json.object();
            patch.set("extensions", change.apply(all));
            try {
                return mailbox.update(path.ref(mailbox, request, item), item.changeKey(), patch);
            } catch (MailboxFailure.ChangeKeyMismatch e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }
}
