package dev.postern.graph.mail;

import dev.postern.gate.OpenMailbox;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.odata.QueryOptions;
import dev.postern.http.Response;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.Page;
import dev.postern.mailbox.SearchQuery;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.node.ObjectNode;

/** Answers {@code $search} on messages: the last sent first, a thousand at most. */
final class MessageSearch {
    private static final int DEFAULT_TOP = 25;
    private static final int MOST = 1000;

    private MessageSearch() {}

    static Response list(OpenMailbox mailbox, GraphRequest request, QueryOptions query, MessageView view) {
        refuseCombinations(query);
        FolderId folder = MailPath.folder(mailbox, request);
        if (Search.of(mailbox, request, folder) != null) {
            throw GraphFailure.notImplemented("The query option $search in a search folder");
        }
        byte[] binding = SearchToken.binding(mailbox, folder, query);
        Optional<SearchToken> token = query.paging().skipToken().map(text -> SearchToken.read(text, binding, MOST));
        int seen = token.map(SearchToken::seen).orElse(0);
        int top = Math.min(Paging.top(request, query, DEFAULT_TOP), MOST - seen);
        Page<Item> page = mailbox.search(new SearchQuery(
                folder,
                query.search().orElseThrow(),
                token.map(SearchToken::place).orElse(null),
                top,
                view.fields()));
        int shown = seen + page.values().size();
        Optional<String> next = page.more() && shown < MOST
                ? Optional.of(request.linkWith(
                        "$skiptoken",
                        new SearchToken(SearchQuery.Place.of(page.values().getLast()), shown).text(binding)))
                : Optional.empty();
        List<ObjectNode> items = page.values().stream().map(view::show).toList();
        ObjectNode answer = view.list(MailPath.messages(mailbox, request)).page(items, OptionalLong.empty(), next);
        return view.answer(200, answer);
    }

    /** What the rules of the live service refuse is not built either, for tenants without them. */
    private static void refuseCombinations(QueryOptions query) {
        if (query.filter().isPresent()) {
            throw GraphFailure.notImplemented("The query option $filter together with $search");
        }
        if (!query.orders().isEmpty()) {
            throw GraphFailure.notImplemented("The query option $orderby together with $search");
        }
        if (query.paging().skip().isPresent()) {
            throw GraphFailure.notImplemented("The query option $skip together with $search");
        }
        if (query.paging().count()) {
            throw GraphFailure.notImplemented("The query option $count together with $search");
        }
    }
}
