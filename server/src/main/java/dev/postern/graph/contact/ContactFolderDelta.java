package dev.postern.graph.contact;

import dev.postern.gate.ContactReader;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.item.ShownList;
import dev.postern.graph.model.MetadataLevel;
import dev.postern.graph.odata.QueryOptions;
import dev.postern.graph.sync.DeltaSource;
import dev.postern.graph.sync.FolderEntries;
import dev.postern.http.Response;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.IdStyle;
import dev.postern.mailbox.sync.SyncPosition;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** The contact folders that have changed: all, or those below a folder. */
final class ContactFolderDelta implements DeltaSource<ContactReader> {
    @Override
    public Opened open(ContactReader mailbox, GraphRequest request, QueryOptions query, IdStyle ids) {
        ContactFolderView view = new ContactFolderView(mailbox, request, List.of());
        MetadataLevel level = request.metadata(query);
        FolderId below = ContactPath.parent(mailbox, request);
        return new Opened() {
            @Override
            public UUID scope() {
                return below.value();
            }

            @Override
            public Read read(SyncPosition from, int size) {
                return FolderEntries.of(
                        mailbox.id(),
                        level,
                        mailbox.folderChanges(below, from, size),
                        folder -> request.model()
                                .shaper()
                                .shape(
                                        ShownList.typed(request, ContactFolderView.TYPE),
                                        view.of(folder),
                                        query.view().shape(),
                                        level));
            }

            @Override
            public Response answer(ObjectNode content) {
                return GraphAnswer.ok(content, level);
            }
        };
    }
}
