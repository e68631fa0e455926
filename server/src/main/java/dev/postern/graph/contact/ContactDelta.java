package dev.postern.graph.contact;

import dev.postern.gate.ContactReader;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.odata.QueryOptions;
import dev.postern.graph.sync.DeltaSource;
import dev.postern.http.Response;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.IdStyle;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.ItemId;
import dev.postern.mailbox.WireIds;
import dev.postern.mailbox.sync.SyncOptions;
import dev.postern.mailbox.sync.SyncPage;
import dev.postern.mailbox.sync.SyncPosition;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** The contacts of a folder that have changed. */
final class ContactDelta implements DeltaSource<ContactReader> {
    @Override
    public Opened open(ContactReader mailbox, GraphRequest request, QueryOptions query, IdStyle ids) {
        ContactView view = ContactView.of(mailbox, request, query);
        FolderId folder = ContactPath.folder(mailbox, request);
        return new Opened() {
            @Override
            public UUID scope() {
                return folder.value();
            }

            @Override
            public Read read(SyncPosition from, int size) {
                SyncPage<Item> page = mailbox.changes(folder, from, SyncOptions.all(ids), size);
                return new Read(
                        page.removed().stream()
                                .map(gone -> WireIds.item(mailbox.id(), new ItemId(gone.id()), gone.moveCount(), ids))
                                .toList(),
                        page.entries().stream()
                                .map(entry -> view.show(entry.value()))
                                .toList(),
                        page.end());
            }

            @Override
            public Response answer(ObjectNode content) {
                return view.answer(200, content);
            }
        };
    }
}
