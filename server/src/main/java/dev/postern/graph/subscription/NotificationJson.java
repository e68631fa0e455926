package dev.postern.graph.subscription;

import dev.postern.access.ObjectId;
import dev.postern.http.Json;
import dev.postern.mailbox.ChangeKeys;
import dev.postern.mailbox.WireIds;
import dev.postern.subscription.ChangeType;
import dev.postern.subscription.LifecycleNotice;
import dev.postern.subscription.NotifiedChange;
import dev.postern.subscription.SubscribedKind;
import dev.postern.subscription.Subscription;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The entries in the body of a notification. */
final class NotificationJson {
    private NotificationJson() {}

    /**
     * An entry about an item.
     *
     * @param encrypted the item; null in an entry without it
     */
    static ObjectNode change(
            UUID id,
            Subscription subscription,
            NotifiedChange change,
            ChangeType type,
            ObjectId owner,
            @Nullable ObjectNode encrypted) {
        boolean rich = subscription.terms().rich();
        String item = WireIds.item(
                subscription.mailbox(),
                change.item(),
                change.moveCount(),
                subscription.terms().ids());
        SubscribedKind kind = subscription.scope().kind();
        String collection = NotifiedItem.collection(kind);
        String resource = rich
                ? "Users('" + owner + "')/" + collection + "('" + item + "')"
                : "Users/" + owner + "/" + capital(collection) + "/" + item;
        ObjectNode entry = Json.object()
                .put("id", id.toString())
                .put("subscriptionId", subscription.id().toString())
                .put("subscriptionExpirationDateTime", SubscriptionView.time(subscription.expires()) + "+00:00")
                .put("clientState", subscription.targets().clientState())
                .put("changeType", type.text())
                .put("resource", resource)
                .put("tenantId", subscription.tenant().toString());
        String name = collection.substring(0, collection.length() - 1);
        ObjectNode data = entry.putObject("resourceData")
                .put("@odata.type", rich ? "#microsoft.graph." + name : "#Microsoft.Graph." + capital(name))
                .put("@odata.id", resource);
        if (type != ChangeType.DELETED) {
            data.put("@odata.etag", "W/\"" + ChangeKeys.of(change.item().value(), change.number()) + "\"");
        }
        data.put("id", item);
        if (encrypted != null) {
            entry.set("encryptedContent", encrypted);
        }
        return entry;
    }

    static ObjectNode lifecycle(LifecycleNotice notice) {
        return Json.object()
                .put("subscriptionId", notice.subscription().toString())
                .put("subscriptionExpirationDateTime", SubscriptionView.time(notice.expires()) + "+00:00")
                .put("tenantId", notice.tenant().toString())
                .put("clientState", notice.clientState())
                .put("lifecycleEvent", notice.event().text());
    }

    private static String capital(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }
}
