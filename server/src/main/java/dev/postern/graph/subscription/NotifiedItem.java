package dev.postern.graph.subscription;

import dev.postern.gate.CalendarReader;
import dev.postern.gate.ContactReader;
import dev.postern.gate.MailReader;
import dev.postern.gate.MailboxAccess;
import dev.postern.graph.GraphEdge;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.ShownPath;
import dev.postern.graph.mail.ReadBasicProjection;
import dev.postern.mailbox.Fields;
import dev.postern.mailbox.IdStyle;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.SearchFolder;
import dev.postern.mailbox.WireIds;
import dev.postern.query.Condition;
import dev.postern.query.DocumentEvaluator;
import dev.postern.query.UsedPaths;
import dev.postern.subscription.ChangeType;
import dev.postern.subscription.NotifiedChange;
import dev.postern.subscription.SubscribedKind;
import dev.postern.subscription.Subscription;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Reads the item of a change as a GET of it would, through the capability that the gate opened for the subscription. */
final class NotifiedItem {
    private final GraphEdge edge;
    private final URI base;

    NotifiedItem(GraphEdge edge, URI base) {
        this.edge = edge;
        this.base = base;
    }

    /** The collection of a kind in paths. */
    static String collection(SubscribedKind kind) {
        return switch (kind) {
            case MESSAGE -> "messages";
            case EVENT -> "events";
            case CONTACT -> "contacts";
        };
    }

    /** Whether an application without the right to content may still have a subscription. */
    static boolean isBasic(Subscription subscription, FollowedQuery query) {
        if (subscription.terms().rich()) {
            return false;
        }
        try {
            ReadBasicProjection.check(query.options());
            return true;
        } catch (GraphFailure e) {
            return false;
        }
    }

    /** The item with the selected properties, with its type and its ETag; null if it does not exist any more. */
    @Nullable
    ObjectNode content(MailboxAccess opened, Subscription subscription, NotifiedChange change, FollowedQuery query) {
        ObjectNode item = show(
                opened,
                subscription,
                change,
                FollowedQuery.shown(subscription.terms().query()));
        if (item == null) {
            return null;
        }
        item.remove("@odata.context");
        if (!query.select().contains("id")) {
            item.remove("id");
        }
        ObjectNode typed = item.objectNode();
        typed.put(
                "@odata.type",
                "#microsoft.graph." + subscription.scope().kind().name().toLowerCase(Locale.ROOT));
        typed.setAll(item);
        return typed;
    }

    private @Nullable ObjectNode show(
            MailboxAccess opened, Subscription subscription, NotifiedChange change, String query) {
        IdStyle ids = subscription.terms().ids();
        String id = WireIds.item(subscription.mailbox(), change.item(), 0, IdStyle.IMMUTABLE);
        return edge.show(
                opened,
                "/users/{id}/" + collection(subscription.scope().kind()) + "/{id}",
                new ShownPath(
                        base,
                        List.of(opened.ownerId().toString(), id),
                        query,
                        ids == IdStyle.IMMUTABLE ? "IdType=\"ImmutableId\"" : "",
                        UUID.randomUUID()));
    }

    /** What a change means for a subscription with this filter; null if nothing. */
    @Nullable
    ChangeType filtered(
            MailboxAccess opened, Subscription subscription, NotifiedChange change, @Nullable Condition condition) {
        ChangeType type = condition == null ? change.type() : meaning(opened, subscription, change, condition);
        return type != null && subscription.terms().changes().contains(type) ? type : null;
    }

    private @Nullable ChangeType meaning(
            MailboxAccess opened, Subscription subscription, NotifiedChange change, Condition condition) {
        Boolean matches = matches(opened, subscription, change, condition);
        boolean inside = Boolean.TRUE.equals(matches);
        return switch (change.type()) {
            case CREATED -> inside ? ChangeType.CREATED : null;
            // of an item that cannot be read any more it is not known whether it was inside
            case DELETED -> matches == null || inside ? ChangeType.DELETED : null;
            case UPDATED -> {
                ObjectNode image = change.image();
                boolean before = image == null ? inside : DocumentEvaluator.test(condition, image);
                yield before ? inside ? ChangeType.UPDATED : ChangeType.DELETED : inside ? ChangeType.CREATED : null;
            }
        };
    }

    /** Null if the item does not exist any more. */
    private @Nullable Boolean matches(
            MailboxAccess opened, Subscription subscription, NotifiedChange change, Condition condition) {
        return switch (opened) {
            case MailReader mail -> {
                try {
                    Item item = mail.item(ItemRef.of(change.item()), Fields.COLUMNS);
                    yield mail.finds(new SearchFolder(List.of(item.folder()), false, ""), condition, item.id());
                } catch (MailboxFailure.ItemNotFound e) {
                    yield null;
                }
            }
            case CalendarReader calendars -> shownMatches(calendars, subscription, change, condition);
            case ContactReader contacts -> shownMatches(contacts, subscription, change, condition);
            default -> throw new IllegalArgumentException("A subscription does not follow settings");
        };
    }

    private @Nullable Boolean shownMatches(
            MailboxAccess opened, Subscription subscription, NotifiedChange change, Condition condition) {
        String names = UsedPaths.of(condition).stream()
                .filter(path -> !path.isSelf())
                .map(path -> path.segments().getFirst())
                .distinct()
                .collect(Collectors.joining(","));
        ObjectNode item = show(opened, subscription, change, "$select=" + names);
        return item == null ? null : DocumentEvaluator.test(condition, item);
    }
}
