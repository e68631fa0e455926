package dev.postern.graph.mail;

import dev.postern.gate.MailReader;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.item.FolderKeys;
import dev.postern.graph.item.ItemAddress;
import dev.postern.graph.item.Paging;
import dev.postern.graph.odata.Family;
import dev.postern.graph.odata.QueryOptions;
import dev.postern.graph.odata.QueryTarget;
import dev.postern.http.Response;
import dev.postern.mailbox.Folder;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.query.Folding;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Reads folders: lists, single folders, counts. */
record FolderReads(MailSettings settings) {
    private static final String HIDDEN_TOO = "includeHiddenFolders";

    Response list(MailReader mailbox, GraphRequest request) {
        QueryOptions query = request.query(target(request));
        if (query.paging().skipToken().isPresent()) {
            throw new GraphFailure(
                    400, "ErrorInvalidUrlQuery", "The query parameter '$skiptoken' was not issued by this server.");
        }
        FolderView view = new FolderView(mailbox, request, query, settings.rules(mailbox));
        List<Folder> all = matching(view, parent(mailbox, request));
        Paging paging = Paging.of(request, query);
        List<ObjectNode> shown = view.show(paging.of(all));
        int next = paging.skip() + shown.size();
        ObjectNode answer = view.list(collection(mailbox, request))
                .page(
                        shown,
                        query.paging().count() ? OptionalLong.of(all.size()) : OptionalLong.empty(),
                        next >= all.size() ? Optional.empty() : Optional.of(paging.next(request, shown.size())));
        return view.answer(200, answer);
    }

    Response count(MailReader mailbox, GraphRequest request) {
        QueryOptions query = request.query(
                target(request).without("select", "expand", "orderby", "top", "skip", "skiptoken", "count"));
        FolderView view = new FolderView(mailbox, request, query, settings.rules(mailbox));
        return GraphAnswer.count(matching(view, parent(mailbox, request)).size());
    }

    private static QueryTarget target(GraphRequest request) {
        return QueryTarget.list(FolderView.type(request), Family.OUTLOOK).withCustom(HIDDEN_TOO);
    }

    private static List<Folder> matching(FolderView view, FolderId parent) {
        return view.matching(parent, flag(view.query().custom().get(HIDDEN_TOO)));
    }

    private static boolean flag(@Nullable String text) {
        return switch (text == null ? "false" : Folding.lower(text.strip())) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw GraphFailure.badRequest("The query parameter '" + HIDDEN_TOO + "' must be 'true' or 'false'.");
        };
    }

    Response get(MailReader mailbox, GraphRequest request) {
        QueryOptions query = request.query(
                QueryTarget.one(FolderView.type(request), Family.OUTLOOK).withCustom(HIDDEN_TOO));
        return one(
                new FolderView(mailbox, request, query, settings.rules(mailbox)),
                mailbox.folder(named(mailbox, request)),
                200);
    }

    static Response one(FolderView view, Folder folder, int status) {
        return view.answer(status, view.one().single(view.show(folder)));
    }

    /** The last folder of a path. */
    static FolderId named(MailReader mailbox, GraphRequest request) {
        return MailPath.folder(mailbox, FolderKeys.named(request, "mailFolders"));
    }

    /** The folder whose children a path addresses. */
    static FolderId parent(MailReader mailbox, GraphRequest request) {
        return FolderKeys.endsAtChildren(request) ? named(mailbox, request) : WellKnownFolder.MSGFOLDERROOT.id();
    }

    private static String collection(MailReader mailbox, GraphRequest request) {
        return ItemAddress.user(mailbox)
                + "/mailFolders"
                + (FolderKeys.endsAtChildren(request)
                        ? "(" + ItemAddress.quoted(request.key("mailFolders")) + ")/childFolders"
                        : "");
    }
}
