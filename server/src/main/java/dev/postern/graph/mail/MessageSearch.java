package dev.postern.graph.mail;

import dev.postern.gate.MailReader;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.item.ExtensionNames;
import dev.postern.graph.item.Paging;
import dev.postern.graph.odata.QueryOptions;
import dev.postern.http.Response;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.ListQuery;
import dev.postern.mailbox.Page;
import dev.postern.mailbox.SearchQuery;
import dev.postern.query.Order;
import dev.postern.query.Path;
import dev.postern.query.ValueType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** {@code $search} on messages: the latest sent first, at most a thousand. */
final class MessageSearch {
    private static final int DEFAULT_TOP = 25;
    private static final int MAX_RESULTS = 1000;
    private static final List<Order> NEWEST = List.of(new Order(Path.of("sentDateTime"), ValueType.INSTANT, true));

    private MessageSearch() {}

    static Response list(MailReader mailbox, GraphRequest request, QueryOptions query, MessageView view) {
        FolderId folder = MailPath.folder(mailbox, request);
        if (FolderSearch.of(mailbox, request, folder) != null) {
            throw GraphFailure.notImplemented("The query option $search in a search folder");
        }
        if (isCombined(query)) {
            return combined(mailbox, request, query, view, folder);
        }
        byte[] binding = SearchToken.binding(mailbox, folder, query);
        Optional<SearchToken> token =
                query.paging().skipToken().map(text -> SearchToken.read(text, binding, MAX_RESULTS));
        int seen = token.map(SearchToken::seen).orElse(0);
        int top = Math.min(Paging.top(request, query, DEFAULT_TOP), MAX_RESULTS - seen);
        Page<Item> page = mailbox.search(new SearchQuery(
                folder,
                query.search().orElseThrow(),
                token.map(SearchToken::place).orElse(null),
                top,
                view.fields()));
        List<ObjectNode> items = view.show(page.values());
        List<Item> on = page.values().subList(0, items.size());
        int shown = seen + on.size();
        boolean more = page.more() || on.size() < page.values().size();
        Optional<String> next = more && shown < MAX_RESULTS
                ? Optional.of(request.linkWith(
                        "$skiptoken", new SearchToken(SearchQuery.Place.of(on.getLast()), shown).text(binding)))
                : Optional.empty();
        ObjectNode answer = view.list(MailPath.messages(mailbox, request)).page(items, OptionalLong.empty(), next);
        return view.answer(200, answer);
    }

    /** Whether the query combines the search with options that Graph refuses; only unrestricted tenants reach this. */
    private static boolean isCombined(QueryOptions query) {
        return query.filter().isPresent()
                || !query.orders().isEmpty()
                || query.paging().skip().isPresent()
                || query.paging().count();
    }

    /** A search as an ordinary list, paged by {@code $skip}. */
    private static Response combined(
            MailReader mailbox, GraphRequest request, QueryOptions query, MessageView view, @Nullable FolderId folder) {
        if (query.paging().skipToken().isPresent()) {
            throw SearchToken.foreign();
        }
        Paging paging = new Paging(query.paging().skip().orElse(0), Paging.top(request, query, DEFAULT_TOP));
        Page<Item> page = mailbox.search(
                query.search().orElseThrow(),
                new ListQuery(
                        folder,
                        query.filter().map(ExtensionNames::understood).orElse(null),
                        query.orders().isEmpty() ? NEWEST : query.orders(),
                        paging.skip(),
                        paging.top(),
                        query.paging().count(),
                        view.fields()));
        return view.answer(200, Messages.page(mailbox, request, view, page, paging));
    }
}
