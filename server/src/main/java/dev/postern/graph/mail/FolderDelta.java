package dev.postern.graph.mail;

import dev.postern.gate.MailReader;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.odata.QueryOptions;
import dev.postern.graph.sync.DeltaSource;
import dev.postern.graph.sync.FolderEntries;
import dev.postern.http.Response;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.IdStyle;
import dev.postern.mailbox.sync.SyncPosition;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** The mail folders that have changed: all of the mailbox, or those below a folder. */
record FolderDelta(MailSettings settings) implements DeltaSource<MailReader> {
    @Override
    public Opened open(MailReader mailbox, GraphRequest request, QueryOptions query, IdStyle ids) {
        FolderView view = new FolderView(mailbox, request, query, settings.rules(mailbox));
        FolderId below = FolderReads.parent(mailbox, request);
        return new Opened() {
            @Override
            public UUID scope() {
                return below.value();
            }

            @Override
            public Read read(SyncPosition from, int size) {
                return FolderEntries.of(
                        mailbox.id(), view.level(), mailbox.folderChanges(below, from, size), view::show);
            }

            @Override
            public Response answer(ObjectNode content) {
                return view.answer(200, content);
            }
        };
    }
}
