package dev.postern.graph.mail;

import dev.postern.gate.MailReader;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.item.ExtensionNames;
import dev.postern.graph.item.IfNoneMatch;
import dev.postern.graph.item.Paging;
import dev.postern.graph.odata.Family;
import dev.postern.graph.odata.QueryOptions;
import dev.postern.graph.odata.QueryTarget;
import dev.postern.http.Response;
import dev.postern.mailbox.Fields;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.ListQuery;
import dev.postern.mailbox.Page;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.node.ObjectNode;

/** Reads messages: lists, single messages, counts. */
final class Messages {
    private final MailSettings settings;

    Messages(MailSettings settings) {
        this.settings = settings;
    }

    Response list(MailReader mailbox, GraphRequest request) {
        QueryOptions query = request.query(QueryTarget.searchable(MessageView.type(request), Family.OUTLOOK));
        MessageView view = new MessageView(mailbox, request, query);
        settings.rules(mailbox).check(query);
        if (query.search().isPresent()) {
            return MessageSearch.list(mailbox, request, query, view);
        }
        if (query.paging().skipToken().isPresent()) {
            throw SearchToken.foreign();
        }
        Paging paging = Paging.of(request, query);
        ListQuery listed = new ListQuery(
                MailPath.folder(mailbox, request),
                query.filter().map(ExtensionNames::understood).orElse(null),
                query.orders(),
                paging.skip(),
                paging.top(),
                query.paging().count(),
                view.fields());
        Page<Item> page = found(mailbox, request, listed);
        return view.answer(200, page(mailbox, request, view, page, paging));
    }

    /** A page whose next page is linked with {@code $skip}. It ends early if its expansions are too large. */
    static ObjectNode page(MailReader mailbox, GraphRequest request, MessageView view, Page<Item> page, Paging paging) {
        List<ObjectNode> items = view.show(page.values());
        boolean more = page.more() || items.size() < page.values().size();
        Long count = page.count();
        return view.list(MailPath.messages(mailbox, request))
                .page(
                        items,
                        count == null ? OptionalLong.empty() : OptionalLong.of(count),
                        more ? Optional.of(paging.next(request, items.size())) : Optional.empty());
    }

    Response count(MailReader mailbox, GraphRequest request) {
        QueryOptions query = request.query(QueryTarget.searchable(MessageView.type(request), Family.OUTLOOK)
                .without("select", "expand", "orderby", "top", "skip", "skiptoken", "count"));
        if (!mailbox.mayReadContent()) {
            ReadBasicProjection.check(query);
        }
        settings.rules(mailbox).check(query);
        if (query.search().isPresent()) {
            throw new GraphFailure(
                    400, "ErrorInvalidUrlQuery", "The query parameter '$search' is not supported with '$count'.");
        }
        ListQuery counted = new ListQuery(
                MailPath.folder(mailbox, request),
                query.filter().map(ExtensionNames::understood).orElse(null),
                List.of(),
                0,
                0,
                true,
                Fields.COLUMNS);
        Long count = found(mailbox, request, counted).count();
        return GraphAnswer.count(count == null ? 0 : count);
    }

    /** The messages in the folder of the query, or the results of a search folder. */
    private static Page<Item> found(MailReader mailbox, GraphRequest request, ListQuery query) {
        FolderSearch search = FolderSearch.of(mailbox, request, query.folder());
        return search == null ? mailbox.list(query) : search.list(query);
    }

    Response get(MailReader mailbox, GraphRequest request) {
        QueryOptions query = request.query(QueryTarget.one(MessageView.type(request), Family.OUTLOOK));
        MessageView view = new MessageView(mailbox, request, query);
        Item item = MailPath.message(mailbox, request, view.fields());
        return IfNoneMatch.of(request, one(request, view, item, 200));
    }

    /** A response with this message. */
    static Response one(GraphRequest request, MessageView view, Item item, int status) {
        ObjectNode answer = view.one(MailPath.messages(view.mailbox(), request)).single(view.show(item));
        return view.answer(status, answer).with("ETag", MessageView.etag(item));
    }
}
