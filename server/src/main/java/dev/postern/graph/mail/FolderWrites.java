package dev.postern.graph.mail;

import dev.postern.gate.MailReader;
import dev.postern.gate.MailWriter;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.item.ItemAddress;
import dev.postern.graph.item.Minimal;
import dev.postern.graph.model.StructuredType;
import dev.postern.graph.odata.Family;
import dev.postern.graph.odata.MailQueryRules;
import dev.postern.graph.odata.QueryTarget;
import dev.postern.http.Response;
import dev.postern.mailbox.Folder;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.FolderPatch;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.NewFolder;
import dev.postern.mailbox.WireIds;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Creates and changes folders. */
record FolderWrites(MailSettings settings) {
    Response create(MailWriter mailbox, GraphRequest request) {
        FolderView view = view(mailbox, request);
        FolderInput input = input(mailbox, request, FolderView.type(request));
        NewFolder folder = new NewFolder(
                required(input.name()), input.hidden(), input.isSearch() ? input.search() : null, input.properties());
        Folder created = mailbox.createFolder(FolderReads.parent(mailbox, request), folder);
        return Minimal.of(request, created(mailbox, request, view, created));
    }

    Response update(MailWriter mailbox, GraphRequest request) {
        FolderView view = view(mailbox, request);
        Folder before = mailbox.folder(FolderReads.named(mailbox, request));
        boolean search = before.search() != null;
        FolderInput input = input(
                mailbox, request, search ? request.model().types().type("mailSearchFolder") : FolderView.type(request));
        MapiInput.checkFolderUpdate(input.body());
        if (input.body().has("isHidden")) {
            throw new GraphFailure(
                    400,
                    "ErrorInvalidPropertySet",
                    "The property 'isHidden' can be set only when a folder is created.");
        }
        checkParent(mailbox, before, input.body());
        if (input.isSearch() && !search) {
            throw new GraphFailure(400, "ErrorInvalidPropertySet", "The folder is not a search folder.");
        }
        FolderPatch patch = new FolderPatch(
                input.body().has("displayName") ? required(input.name()) : null,
                input.sources(),
                input.nested(),
                input.filter(before),
                input.properties());
        boolean changes = !patch.equals(new FolderPatch(null, null, null, null, null));
        Folder after = changes ? mailbox.updateFolder(before.id(), patch) : before;
        return Minimal.of(request, FolderReads.one(view, after, 200));
    }

    private static void checkParent(MailReader mailbox, Folder before, ObjectNode body) {
        if (body.has("parentFolderId")
                && before.parent() != null
                && !WireIds.folder(mailbox.id(), before.parent())
                        .equals(body.path("parentFolderId").stringValue(""))) {
            throw new GraphFailure(
                    400,
                    "ErrorInvalidPropertySet",
                    "The property 'parentFolderId' cannot be changed by an update. Use the action 'move'.");
        }
    }

    Response move(MailWriter mailbox, GraphRequest request) {
        FolderView view = view(mailbox, request);
        FolderId to = destination(mailbox, request, "move");
        return created(mailbox, request, view, mailbox.moveFolder(FolderReads.named(mailbox, request), to));
    }

    Response copy(MailWriter mailbox, GraphRequest request) {
        FolderView view = view(mailbox, request);
        FolderId to = destination(mailbox, request, "copy");
        return created(mailbox, request, view, mailbox.copyFolder(FolderReads.named(mailbox, request), to));
    }

    Response delete(MailWriter mailbox, GraphRequest request) {
        mailbox.deleteFolder(FolderReads.named(mailbox, request));
        return GraphAnswer.noContent();
    }

    Response permanentDelete(MailWriter mailbox, GraphRequest request) {
        mailbox.purgeFolder(FolderReads.named(mailbox, request));
        return GraphAnswer.noContent();
    }

    private FolderView view(MailReader mailbox, GraphRequest request) {
        return new FolderView(
                mailbox,
                request,
                request.query(QueryTarget.one(FolderView.type(request), Family.OUTLOOK)),
                settings.rules(mailbox));
    }

    private FolderInput input(MailReader mailbox, GraphRequest request, StructuredType type) {
        MailQueryRules rules = settings.rules(mailbox);
        return FolderInput.read(mailbox, request, rules, request.body(type));
    }

    private static String required(@Nullable String name) {
        if (name == null) {
            throw new MailboxFailure.FolderNameInvalid();
        }
        return name;
    }

    private static FolderId destination(MailReader mailbox, GraphRequest request, String action) {
        ObjectNode parameters = request.parameters(action, FolderView.type(request), false);
        return MailPath.folder(mailbox, parameters.path("DestinationId").stringValue(""));
    }

    private static Response created(MailReader mailbox, GraphRequest request, FolderView view, Folder folder) {
        return FolderReads.one(view, folder, 201)
                .with(
                        "Location",
                        ItemAddress.location(
                                request, mailbox, "mailFolders", WireIds.folder(mailbox.id(), folder.id())));
    }
}
