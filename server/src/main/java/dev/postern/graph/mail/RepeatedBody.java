package dev.postern.graph.mail;

import dev.postern.gate.MailReader;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.content.BodyView;
import dev.postern.graph.content.Pages;
import dev.postern.mailbox.Body;
import dev.postern.mailbox.Fields;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.ItemRef;
import dev.postern.query.Folding;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A body in a change that a client sends back as it was shown. HTML is shown cleaned, and either form can be requested
 * as the other, so it may differ from what is stored although the client changed nothing.
 */
final class RepeatedBody {
    private static final Fields BODY = Fields.of("body");

    private RepeatedBody() {}

    /** Removes the body of a change to a received message if it is the shown one. That of a draft can be replaced. */
    static void remove(ObjectNode patch, MailReader mailbox, GraphRequest request, ItemRef ref) {
        JsonNode given = patch.path("body");
        if (!given.isObject()) {
            return;
        }
        Item item = mailbox.item(ref, BODY);
        Body stored = item.message().body();
        if (item.message().flags().draft() || stored == null) {
            return;
        }
        Body.Type type = switch (Folding.lower(given.path("contentType").stringValue(""))) {
            case "html" -> Body.Type.HTML;
            case "text" -> Body.Type.TEXT;
            default -> stored.type();
        };
        Body shown = new BodyView(Optional.of(type), false, new Pages(request.compute())).show(stored);
        if (shown.content().equals(given.path("content").stringValue(""))) {
            patch.remove("body");
        }
    }
}
