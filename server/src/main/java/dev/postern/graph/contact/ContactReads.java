package dev.postern.graph.contact;

import dev.postern.gate.ContactReader;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.item.ExtensionNames;
import dev.postern.graph.item.IfNoneMatch;
import dev.postern.graph.item.Paging;
import dev.postern.graph.odata.Family;
import dev.postern.graph.odata.QueryOptions;
import dev.postern.graph.odata.QueryTarget;
import dev.postern.http.Response;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.ListQuery;
import dev.postern.mailbox.Page;
import dev.postern.mailbox.contact.Contacts;
import dev.postern.query.Order;
import dev.postern.query.Path;
import dev.postern.query.ValueType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.node.ObjectNode;

/** Reads contacts: lists, searches, single contacts, counts. */
final class ContactReads {
    private static final List<Order> OLDEST_FIRST =
            List.of(new Order(Path.of("createdDateTime"), ValueType.INSTANT, false));

    private ContactReads() {}

    static Response list(ContactReader mailbox, GraphRequest request) {
        QueryOptions query = request.query(QueryTarget.searchable(ContactView.type(request), Family.OUTLOOK)
                .without("skiptoken"));
        ContactView view = ContactView.of(mailbox, request, query);
        Paging paging = Paging.of(request, query);
        FolderId folder = ContactPath.folder(mailbox, request);
        Page<Item> page =
                mailbox.list(listed(folder, query, paging), query.search().orElse(null));
        List<ObjectNode> shown = view.show(page.values());
        Long count = page.count();
        return view.answer(
                200,
                view.list(ContactPath.contacts(mailbox, request))
                        .page(
                                shown,
                                count == null ? OptionalLong.empty() : OptionalLong.of(count),
                                page.more() ? Optional.of(paging.next(request, shown.size())) : Optional.empty()));
    }

    /** The query for a page of the contacts of a folder. */
    static ListQuery listed(FolderId folder, QueryOptions query, Paging paging) {
        query.filter().ifPresent(ContactRules::check);
        return new ListQuery(
                folder,
                query.filter().map(ExtensionNames::stored).orElse(null),
                query.orders().isEmpty() ? OLDEST_FIRST : query.orders(),
                paging.skip(),
                paging.top(),
                query.paging().count(),
                Contacts.WHOLE);
    }

    static Response count(ContactReader mailbox, GraphRequest request) {
        QueryOptions query = request.query(QueryTarget.list(ContactView.type(request), Family.OUTLOOK)
                .without("select", "expand", "orderby", "top", "skip", "skiptoken", "count"));
        ListQuery all = listed(ContactPath.folder(mailbox, request), query, new Paging(0, 0));
        ListQuery counted =
                new ListQuery(all.folder(), all.condition(), all.orders(), all.skip(), all.top(), true, all.fields());
        Long count = mailbox.list(counted, null).count();
        return GraphAnswer.count(count == null ? 0 : count);
    }

    static Response get(ContactReader mailbox, GraphRequest request) {
        QueryOptions query = request.query(QueryTarget.one(ContactView.type(request), Family.OUTLOOK));
        ContactView view = ContactView.of(mailbox, request, query);
        return IfNoneMatch.of(request, view.one(ContactPath.contact(mailbox, request), 200));
    }
}
