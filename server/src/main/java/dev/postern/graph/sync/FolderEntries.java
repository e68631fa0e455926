package dev.postern.graph.sync;

import dev.postern.access.MailboxId;
import dev.postern.graph.model.MetadataLevel;
import dev.postern.http.Json;
import dev.postern.mailbox.Folder;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.WireIds;
import dev.postern.mailbox.sync.SyncPage;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/** Folders as entries of a delta function. Lists show them without an ETag. */
public final class FolderEntries {
    private FolderEntries() {}

    /** @param shown a folder as a list shows it */
    public static DeltaSource.Read of(
            MailboxId mailbox, MetadataLevel level, SyncPage<Folder> page, Function<Folder, ObjectNode> shown) {
        return new DeltaSource.Read(
                page.removed().stream()
                        .map(gone -> WireIds.folder(mailbox, new FolderId(gone.id())))
                        .toList(),
                page.entries().stream()
                        .map(entry -> entry(entry.value(), level, shown))
                        .toList(),
                page.end());
    }

    private static ObjectNode entry(Folder folder, MetadataLevel level, Function<Folder, ObjectNode> shown) {
        ObjectNode json = Json.object();
        if (level.keeps("@odata.etag")) {
            json.put("@odata.etag", "W/\"" + folder.changeKey() + "\"");
        }
        return json.setAll(shown.apply(folder));
    }
}
