package dev.postern.graph.mail;

import dev.postern.gate.MailReader;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.model.Selection;
import dev.postern.graph.odata.QueryOptions;
import dev.postern.graph.sync.DeltaKind;
import dev.postern.graph.sync.DeltaSource;
import dev.postern.http.Response;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.IdStyle;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.ItemId;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.WireIds;
import dev.postern.mailbox.sync.SyncOptions;
import dev.postern.mailbox.sync.SyncPage;
import dev.postern.mailbox.sync.SyncPosition;
import dev.postern.query.Condition;
import dev.postern.query.Folding;
import dev.postern.query.Literal;
import dev.postern.query.Order;
import dev.postern.query.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The messages that have changed, in a folder or in the whole mailbox. */
final class MessageDelta implements DeltaSource<MailReader> {
    /** With a filter. */
    private static final int MAX_FILTERED = 5_000;

    private static final Path RECEIVED = Path.of("receivedDateTime");

    @Override
    public Opened open(MailReader mailbox, GraphRequest request, QueryOptions query, IdStyle ids) {
        MessageView view = new MessageView(mailbox, request, query);
        @Nullable FolderId folder = MailPath.folder(mailbox, request);
        SyncOptions options = options(query, ids);
        return new Opened() {
            @Override
            public UUID scope() {
                return folder == null ? new UUID(0, 0) : folder.value();
            }

            @Override
            public Read read(SyncPosition from, int size) {
                try {
                    return shown(mailbox, view, mailbox.changes(folder, from, options, size, view.fields()));
                } catch (MailboxFailure.FolderIsSearch e) {
                    throw new GraphFailure(
                            400,
                            "ErrorInvalidRequest",
                            "Unsupported request: Change tracking is not supported against"
                                    + " 'microsoft.graph.mailSearchFolder'.");
                }
            }

            @Override
            public Response answer(ObjectNode content) {
                return view.answer(200, content);
            }
        };
    }

    /** As many messages as a response should contain; the next page begins after them. */
    private static Read shown(MailReader mailbox, MessageView view, SyncPage<Item> page) {
        List<ObjectNode> shown =
                view.show(page.entries().stream().map(SyncPage.Entry::value).toList());
        boolean all = shown.size() == page.entries().size();
        return new Read(
                page.removed().stream()
                        .map(gone -> WireIds.item(mailbox.id(), new ItemId(gone.id()), gone.moveCount(), view.ids()))
                        .toList(),
                shown,
                all ? page.end() : page.entries().get(shown.size() - 1).after());
    }

    private static SyncOptions options(QueryOptions query, IdStyle ids) {
        Instant from = query.filter().map(MessageDelta::from).orElse(null);
        boolean sorted = !query.orders().isEmpty();
        if (sorted && !isNewestFirst(query.orders())) {
            throw DeltaKind.MESSAGES.onlyValue("$orderby", "receivedDateTime desc");
        }
        boolean bounded = from != null || query.paging().top().isPresent();
        int most = Math.min(
                query.paging().top().orElse(Integer.MAX_VALUE), from == null ? Integer.MAX_VALUE : MAX_FILTERED);
        Selection selection = query.view().selection();
        return new SyncOptions(
                ids,
                changes(query.custom().get(DeltaKind.CHANGE_TYPE)),
                selection.isDefault() || selection.names("isRead"),
                from,
                sorted || bounded,
                most);
    }

    private static boolean isNewestFirst(List<Order> orders) {
        return orders.size() == 1
                && orders.getFirst().path().equals(RECEIVED)
                && orders.getFirst().descending();
    }

    /** The first instant that a filter accepts. Messages have whole seconds. */
    private static Instant from(Condition filter) {
        if (filter instanceof Condition.Compare(var path, var operator, var literal) && path.equals(RECEIVED)) {
            Instant time = switch (literal) {
                case Literal.Moment(var value) -> value;
                case Literal.Day(var day) -> day.atStartOfDay(ZoneOffset.UTC).toInstant();
                default -> null;
            };
            if (time != null && operator == Condition.Operator.GE) {
                return time;
            }
            if (time != null && operator == Condition.Operator.GT) {
                return time.plusMillis(1);
            }
        }
        throw DeltaKind.MESSAGES.onlyValue("$filter", "receivedDateTime ge value");
    }

    private static SyncOptions.Changes changes(@Nullable String type) {
        return switch (type == null ? "" : Folding.lower(type.strip())) {
            case "" -> SyncOptions.Changes.ALL;
            case "created" -> SyncOptions.Changes.CREATED;
            case "updated" -> SyncOptions.Changes.UPDATED;
            case "deleted" -> SyncOptions.Changes.DELETED;
            default -> throw DeltaKind.MESSAGES.onlyValue(DeltaKind.CHANGE_TYPE, "created, updated or deleted");
        };
    }
}
