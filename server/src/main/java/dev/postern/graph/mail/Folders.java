package dev.postern.graph.mail;

import dev.postern.gate.OpenMailbox;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.odata.Family;
import dev.postern.graph.odata.QueryOptions;
import dev.postern.graph.odata.QueryTarget;
import dev.postern.http.Response;
import dev.postern.mailbox.Folder;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.mailbox.WireIds;
import dev.postern.query.DocumentEvaluator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Reads folders: lists, one, their number. A mailbox has few, so questions about them are answered in memory. */
final class Folders {
    private static final String HIDDEN_TOO = "includeHiddenFolders";

    private Folders() {}

    static Response list(OpenMailbox mailbox, GraphRequest request) {
        QueryOptions query = request.query(target(request));
        if (query.paging().skipToken().isPresent()) {
            throw new GraphFailure(
                    400, "ErrorInvalidUrlQuery", "The query parameter '$skiptoken' is not one of this server's.");
        }
        FolderView view = new FolderView(mailbox, request, query);
        List<Folder> all = matching(view, parent(mailbox, request));
        Paging paging = Paging.of(request, query);
        List<ObjectNode> shown = paging.of(all).stream().map(view::show).toList();
        ObjectNode answer = view.list(collection(mailbox, request))
                .page(
                        shown,
                        query.paging().count() ? OptionalLong.of(all.size()) : OptionalLong.empty(),
                        paging.isLast(all.size()) ? Optional.empty() : Optional.of(paging.next(request)));
        return GraphAnswer.ok(answer, view.level());
    }

    static Response count(OpenMailbox mailbox, GraphRequest request) {
        QueryOptions query = request.query(
                target(request).without("select", "expand", "orderby", "top", "skip", "skiptoken", "count"));
        FolderView view = new FolderView(mailbox, request, query);
        return GraphAnswer.count(matching(view, parent(mailbox, request)).size());
    }

    private static QueryTarget target(GraphRequest request) {
        return QueryTarget.list(FolderView.type(request), Family.OUTLOOK).withCustom(HIDDEN_TOO);
    }

    private static List<Folder> matching(FolderView view, FolderId parent) {
        QueryOptions query = view.query();
        boolean hidden = flag(query.custom().get(HIDDEN_TOO));
        record Shown(Folder folder, ObjectNode json) {}
        var all = view.mailbox().folders(parent, hidden).stream()
                .map(folder -> new Shown(folder, view.json(folder)))
                .filter(shown -> query.filter()
                        .map(filter -> DocumentEvaluator.test(filter, shown.json()))
                        .orElse(true));
        if (!query.orders().isEmpty()) {
            var order = DocumentEvaluator.comparator(query.orders());
            all = all.sorted((a, b) -> order.compare(a.json(), b.json()));
        }
        return all.map(Shown::folder).toList();
    }

    private static boolean flag(@Nullable String text) {
        return switch (text == null ? "false" : text.strip().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw GraphFailure.badRequest("The query parameter '" + HIDDEN_TOO + "' is 'true' or 'false'.");
        };
    }

    static Response get(OpenMailbox mailbox, GraphRequest request) {
        QueryOptions query = request.query(
                QueryTarget.one(FolderView.type(request), Family.OUTLOOK).withCustom(HIDDEN_TOO));
        return one(new FolderView(mailbox, request, query), mailbox.folder(named(mailbox, request)), 200);
    }

    static Response one(FolderView view, Folder folder, int status) {
        return GraphAnswer.json(status, view.one().single(view.show(folder)), view.level());
    }

    /** The folder that a path ends at. */
    static FolderId named(OpenMailbox mailbox, GraphRequest request) {
        String key = endsAtChildren(request) || !request.has("childFolders")
                ? request.key("mailFolders")
                : request.key("childFolders");
        return WireIds.folder(mailbox.id(), key);
    }

    /** The folder whose children a path speaks of. */
    static FolderId parent(OpenMailbox mailbox, GraphRequest request) {
        return endsAtChildren(request) ? named(mailbox, request) : WellKnownFolder.MSGFOLDERROOT.id();
    }

    private static boolean endsAtChildren(GraphRequest request) {
        List<String> segments = request.row().segments();
        return segments.getLast().equals("childFolders")
                || (segments.getLast().startsWith("$")
                        && segments.get(segments.size() - 2).equals("childFolders"));
    }

    private static String collection(OpenMailbox mailbox, GraphRequest request) {
        return MailPath.user(mailbox)
                + "/mailFolders"
                + (endsAtChildren(request) ? "(" + MailPath.quoted(request.key("mailFolders")) + ")/childFolders" : "");
    }
}
