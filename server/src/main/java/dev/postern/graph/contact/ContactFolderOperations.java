package dev.postern.graph.contact;

import dev.postern.gate.ContactReader;
import dev.postern.gate.ContactWriter;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.content.HeaderText;
import dev.postern.graph.item.ItemAddress;
import dev.postern.graph.item.Minimal;
import dev.postern.graph.item.OpenProperties;
import dev.postern.graph.item.ShownList;
import dev.postern.http.Json;
import dev.postern.http.Response;
import dev.postern.mailbox.Folder;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.FolderPatch;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.NewFolder;
import dev.postern.mailbox.WireIds;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Reads and changes contact folders. */
final class ContactFolderOperations {
    private static final List<String> ADDED = List.of("singleValueExtendedProperties", "multiValueExtendedProperties");
    private static final List<String> PARTS = List.of("childFolders", "contacts");
    private static final String NAME = "displayName";

    private ContactFolderOperations() {}

    static Response list(ContactReader mailbox, GraphRequest request) {
        ShownList shown = ShownList.list(request, ContactFolderView.TYPE, ContactPath.folders(mailbox, request));
        List<Folder> folders = mailbox.folders(ContactPath.parent(mailbox, request));
        return shown.page(view(mailbox, request, shown).all(folders));
    }

    private static ContactFolderView view(ContactReader mailbox, GraphRequest request, ShownList shown) {
        return new ContactFolderView(mailbox, request, shown.expands());
    }

    static Response count(ContactReader mailbox, GraphRequest request) {
        ShownList shown = ShownList.count(request, ContactFolderView.TYPE);
        List<Folder> folders = mailbox.folders(ContactPath.parent(mailbox, request));
        return shown.number(view(mailbox, request, shown).all(folders));
    }

    static Response get(ContactReader mailbox, GraphRequest request) {
        ShownList shown = one(mailbox, request);
        return single(shown, mailbox, mailbox.folder(ContactPath.named(mailbox, request)), 200);
    }

    private static ShownList one(ContactReader mailbox, GraphRequest request) {
        return ShownList.one(request, ContactFolderView.TYPE, ItemAddress.user(mailbox) + "/contactFolders");
    }

    private static Response single(ShownList shown, ContactReader mailbox, Folder folder, int status) {
        return shown.single(status, view(mailbox, shown.request(), shown).of(folder));
    }

    static Response create(ContactWriter mailbox, GraphRequest request) {
        ShownList shown = one(mailbox, request);
        ObjectNode body = body(request);
        NewFolder folder = new NewFolder(required(body), false, null, added(body));
        Folder created = mailbox.createFolder(ContactPath.parent(mailbox, request), folder);
        String location =
                ItemAddress.location(request, mailbox, "contactFolders", WireIds.folder(mailbox.id(), created.id()));
        return Minimal.of(request, single(shown, mailbox, created, 201).with("Location", location));
    }

    static Response update(ContactWriter mailbox, GraphRequest request) {
        ShownList shown = one(mailbox, request);
        ObjectNode body = body(request);
        FolderPatch patch = new FolderPatch(body.has(NAME) ? required(body) : null, null, null, null, added(body));
        String parent = body.path("parentFolderId").stringValue(null);
        FolderId to = parent == null ? null : WireIds.folder(mailbox.id(), parent);
        Folder after = mailbox.updateFolder(ContactPath.named(mailbox, request), patch, to);
        return Minimal.of(request, single(shown, mailbox, after, 200));
    }

    static Response delete(ContactWriter mailbox, GraphRequest request) {
        mailbox.deleteFolder(ContactPath.named(mailbox, request));
        return GraphAnswer.noContent();
    }

    static Response permanentDelete(ContactWriter mailbox, GraphRequest request) {
        mailbox.purgeFolder(ContactPath.named(mailbox, request));
        return GraphAnswer.noContent();
    }

    private static ObjectNode body(GraphRequest request) {
        ObjectNode body = request.body(ShownList.typed(request, ContactFolderView.TYPE));
        PARTS.stream().filter(body::has).forEach(part -> {
            throw GraphFailure.notImplemented("Setting '" + part + "' of a contact folder");
        });
        OpenProperties.check(body);
        return body;
    }

    private static String required(ObjectNode body) {
        String name = HeaderText.clean(body.path(NAME).stringValue(null));
        if (name == null) {
            throw new MailboxFailure.FolderNameInvalid();
        }
        return name;
    }

    private static @Nullable ObjectNode added(ObjectNode body) {
        ObjectNode properties = Json.object();
        ADDED.stream().filter(body::has).forEach(name -> properties.set(name, body.get(name)));
        return properties.isEmpty() ? null : properties;
    }
}
