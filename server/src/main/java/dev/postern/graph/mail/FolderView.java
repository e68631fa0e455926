package dev.postern.graph.mail;

import dev.postern.gate.OpenMailbox;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.model.Envelope;
import dev.postern.graph.model.MetadataLevel;
import dev.postern.graph.model.StructuredType;
import dev.postern.graph.odata.QueryOptions;
import dev.postern.http.Json;
import dev.postern.mailbox.Folder;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.WireIds;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How one request wants folders shown. */
record FolderView(OpenMailbox mailbox, GraphRequest request, QueryOptions query) {
    static StructuredType type(GraphRequest request) {
        return request.model().types().type("mailFolder");
    }

    MetadataLevel level() {
        return request.metadata(query);
    }

    ObjectNode show(Folder folder) {
        return request.model()
                .shaper()
                .shape(type(request), json(folder), query.view().shape(), level());
    }

    /** Everything that a question about a folder can ask, and what was expanded. */
    ObjectNode json(Folder folder) {
        ObjectNode json = plain(folder);
        for (QueryOptions.Expand expand : query.view().expands()) {
            switch (expand.navigation()) {
                case "childFolders" -> {
                    ArrayNode children = json.putArray("childFolders");
                    mailbox.folders(folder.id(), false).forEach(child -> children.add(plain(child)));
                }
                case "singleValueExtendedProperties", "multiValueExtendedProperties" ->
                    json.putArray(expand.navigation());
                default -> throw GraphFailure.notImplemented("Expanding '" + expand.navigation() + "' of a folder");
            }
        }
        return json;
    }

    private ObjectNode plain(Folder folder) {
        ObjectNode json = Json.object();
        json.put("id", WireIds.folder(mailbox.id(), folder.id()));
        json.put("displayName", folder.name());
        FolderId parent = folder.parent();
        json.put("parentFolderId", parent == null ? null : WireIds.folder(mailbox.id(), parent));
        json.put("childFolderCount", folder.children());
        json.put("unreadItemCount", folder.unread());
        json.put("totalItemCount", folder.total());
        json.put("isHidden", folder.hidden());
        return json;
    }

    Envelope list(String collection) {
        return request.envelope(level(), collection + query.view().selection().contextSuffix());
    }

    Envelope one() {
        return request.envelope(
                level(),
                MailPath.user(mailbox) + "/mailFolders"
                        + query.view().selection().contextSuffix() + "/$entity");
    }
}
