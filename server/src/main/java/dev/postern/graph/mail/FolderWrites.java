package dev.postern.graph.mail;

import dev.postern.gate.OpenMailbox;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.odata.Family;
import dev.postern.graph.odata.QueryTarget;
import dev.postern.http.Response;
import dev.postern.mailbox.Folder;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.WireIds;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Makes and changes folders. */
final class FolderWrites {
    /** Counted or decided by the mailbox; who sends them back as they were read is not refused. */
    private static final Set<String> DECIDED_HERE =
            Set.of("id", "parentFolderId", "childFolderCount", "totalItemCount", "unreadItemCount");

    private FolderWrites() {}

    static Response create(OpenMailbox mailbox, GraphRequest request) {
        FolderView view = view(mailbox, request);
        ObjectNode body = body(request);
        Folder made = mailbox.createFolder(
                Folders.parent(mailbox, request),
                name(body),
                body.path("isHidden").booleanValue(false));
        return made(mailbox, request, view, made);
    }

    static Response update(OpenMailbox mailbox, GraphRequest request) {
        FolderView view = view(mailbox, request);
        ObjectNode body = body(request);
        FolderId folder = Folders.named(mailbox, request);
        if (body.has("isHidden")) {
            throw new GraphFailure(
                    400, "ErrorInvalidPropertySet", "The property 'isHidden' can be set only when a folder is made.");
        }
        Folder after = body.has("displayName") ? mailbox.renameFolder(folder, name(body)) : mailbox.folder(folder);
        return Folders.one(view, after, 200);
    }

    static Response move(OpenMailbox mailbox, GraphRequest request) {
        FolderView view = view(mailbox, request);
        FolderId to = destination(mailbox, request, "move");
        return made(mailbox, request, view, mailbox.moveFolder(Folders.named(mailbox, request), to));
    }

    static Response copy(OpenMailbox mailbox, GraphRequest request) {
        FolderView view = view(mailbox, request);
        FolderId to = destination(mailbox, request, "copy");
        return made(mailbox, request, view, mailbox.copyFolder(Folders.named(mailbox, request), to));
    }

    static Response delete(OpenMailbox mailbox, GraphRequest request) {
        mailbox.deleteFolder(Folders.named(mailbox, request));
        return GraphAnswer.noContent();
    }

    static Response permanentDelete(OpenMailbox mailbox, GraphRequest request) {
        mailbox.purgeFolder(Folders.named(mailbox, request));
        return GraphAnswer.noContent();
    }

    private static FolderView view(OpenMailbox mailbox, GraphRequest request) {
        return new FolderView(
                mailbox, request, request.query(QueryTarget.one(FolderView.type(request), Family.OUTLOOK)));
    }

    private static ObjectNode body(GraphRequest request) {
        ObjectNode body = request.body(FolderView.type(request));
        if (body.has("@odata.type")) {
            throw GraphFailure.notImplemented(
                    "A folder of type " + body.path("@odata.type").stringValue(""));
        }
        body.propertyNames().forEach(name -> {
            if (!name.equals("displayName") && !name.equals("isHidden") && !DECIDED_HERE.contains(name)) {
                throw GraphFailure.notImplemented("Setting '" + name + "' of a folder");
            }
        });
        return body;
    }

    private static String name(ObjectNode body) {
        @Nullable String name = HeaderText.clean(body.path("displayName").stringValue(null));
        if (name == null) {
            throw new MailboxFailure.FolderNameInvalid();
        }
        return name;
    }

    private static FolderId destination(OpenMailbox mailbox, GraphRequest request, String action) {
        ObjectNode parameters = request.parameters(action, FolderView.type(request), false);
        return MailPath.folder(mailbox, parameters.path("DestinationId").stringValue(""));
    }

    private static Response made(OpenMailbox mailbox, GraphRequest request, FolderView view, Folder folder) {
        return Folders.one(view, folder, 201)
                .with(
                        "Location",
                        MailPath.location(request, mailbox, "mailFolders", WireIds.folder(mailbox.id(), folder.id())));
    }
}
