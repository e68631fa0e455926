package dev.postern.graph.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.graph.Answer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The delta functions of folders of mail and of contacts, and what a change of a folder means for its content. */
class GraphDeltaFoldersTest extends DeltaFixture {
    @Test
    void foldersAreReportedForTheirOwnChanges() {
        String box = box();
        DeltaReader all = new DeltaReader(client, box + "/mailFolders/delta?$select=displayName,parentFolderId");
        DeltaReader full = new DeltaReader(client, box + "/mailFolders/delta");
        List<String> first = all.shown("displayName");
        assertTrue(first.containsAll(List.of("Inbox", "Drafts", "Sent Items", "Deleted Items")), first::toString);
        assertFalse(first.contains("Top of Information Store") || first.contains("Clutter"), first::toString);
        assertEquals(first.size(), full.round().size());
        message(box + "/mailFolders/inbox", "m");
        assertEquals(List.of(), all.shown("displayName"), "Counts alone are no change");
        String parent =
                client.post(box + "/mailFolders", "{'displayName':'Parent'}").id();
        String child = client.post(box + "/mailFolders/" + parent + "/childFolders", "{'displayName':'Child'}")
                .id();
        client.post(box + "/mailFolders", "{'displayName':'Hidden','isHidden':true}");
        DeltaReader below = new DeltaReader(client, box + "/mailFolders/" + parent + "/childFolders/delta");
        assertEquals(List.of("Parent", "Child"), all.shown("displayName"));
        assertEquals(List.of("Child"), below.shown("displayName"));
        JsonNode entry = full.round().getFirst();
        assertEquals("#microsoft.graph.mailFolder", entry.path("@odata.type").asString());
        assertEquals(1, entry.path("childFolderCount").intValue(-1));

        DeltaReader messages = new DeltaReader(client, box + "/mailFolders/" + child + "/messages/delta");
        messages.round();
        message(box + "/mailFolders/" + child, "inside");
        client.patch(box + "/mailFolders/" + parent, "{'displayName':'Renamed'}");
        assertEquals(List.of("Renamed"), all.shown("displayName"));
        assertEquals(List.of(), below.shown("displayName"));
        Answer move = client.post(box + "/mailFolders/" + child + "/move", "{'destinationId':'archive'}");
        assertEquals(201, move.status(), move::toString);
        assertEquals(List.of("Child"), all.shown("displayName"));
        assertEquals(List.of("-" + child), below.shown("displayName"));
        assertEquals(List.of("inside"), messages.shown("subject"), "The folder's messages are followed");
        client.post(box + "/mailFolders/" + child + "/move", "{'destinationId':'" + parent + "'}");
        assertEquals(List.of("Child"), below.shown("displayName"));
        all.round();

        // to Deleted Items: it still exists, elsewhere
        client.delete(box + "/mailFolders/" + parent);
        assertEquals(
                List.of("Child", "Renamed"),
                all.shown("displayName").stream().sorted().toList());
        assertEquals(List.of(), messages.shown("subject"));
        // to Recoverable Items
        client.delete(box + "/mailFolders/" + parent);
        List<String> gone = all.shown("displayName");
        assertEquals(Set.of("-" + parent, "-" + child), Set.copyOf(gone));
    }

    @Test
    void theMessagesOfAFolderThatLeavesTheListsLeaveThem() {
        String box = box();
        String folder =
                client.post(box + "/mailFolders", "{'displayName':'Project'}").id();
        message(box + "/mailFolders/" + folder, "inside");
        for (Map<String, String> style : List.of(Map.<String, String>of(), IMMUTABLE)) {
            DeltaReader all = reader(box + "/messages/delta", style);
            DeltaReader own = reader(box + "/mailFolders/" + folder + "/messages/delta", style);
            assertEquals(List.of("inside"), all.shown("subject"));
            own.round();
            String id = all.copy().keySet().iterator().next();
            client.delete(box + "/mailFolders/" + folder);
            assertEquals(List.of(), all.shown("subject"), "It is in Deleted Items");
            client.delete(box + "/mailFolders/" + folder);
            assertEquals(List.of("-" + id), all.shown("subject"), "It is in Recoverable Items");
            Answer back = client.post(box + "/mailFolders/" + folder + "/move", "{'destinationId':'inbox'}");
            assertEquals(201, back.status(), back::toString);
            assertEquals(List.of("inside"), all.shown("subject"));
            assertEquals(1, own.round().size());
            assertEquals(1, own.copy().size());
        }
        DeltaReader all = new DeltaReader(client, box + "/messages/delta");
        DeltaReader own = new DeltaReader(client, box + "/mailFolders/" + folder + "/messages/delta");
        all.round();
        own.round();
        String id = all.copy().keySet().iterator().next();
        client.post(box + "/mailFolders/" + folder + "/permanentDelete", "{}");
        assertEquals(List.of("-" + id), all.shown("subject"));
        Answer gone = client.get(own.link());
        assertEquals(404, gone.status());
        assertEquals("ErrorSyncFolderNotFound", gone.code());
        Answer never = client.get(box + "/mailFolders/" + folder + "/messages/delta");
        assertEquals("ErrorItemNotFound", never.code());
    }

    @Test
    void permanentlyDeletedMessagesAndHiddenFoldersAreNotFollowed() {
        String box = box();
        String hidden = client.post(box + "/mailFolders", "{'displayName':'Hidden','isHidden':true}")
                .id();
        DeltaReader all = new DeltaReader(client, box + "/messages/delta");
        all.round();
        String there = message(box + "/mailFolders/" + hidden, "secret");
        assertEquals(List.of(), all.shown("subject"));
        assertEquals(
                List.of("secret"),
                new DeltaReader(client, box + "/mailFolders/" + hidden + "/messages/delta").shown("subject"));
        moved(box, there, "inbox");
        assertEquals(List.of("secret"), all.shown("subject"));
        String id = all.copy().keySet().iterator().next();
        client.post(box + "/messages/" + id + "/permanentDelete", "{}");
        assertEquals(List.of("-" + id), all.shown("subject"));
        assertEquals(
                404,
                client.get(box + "/mailFolders/recoverableitemspurges/messages/delta")
                        .status());
    }

    @Test
    void searchFoldersHaveNoDelta() {
        String box = box();
        Answer created = client.post(
                box + "/mailFolders/searchfolders/childFolders",
                "{'@odata.type':'microsoft.graph.mailSearchFolder','displayName':'S','includeNestedFolders':true,"
                        + "'sourceFolderIds':['inbox'],'filterQuery':'isRead eq false'}");
        assertEquals(201, created.status(), created::toString);
        Answer answer = client.get(box + "/mailFolders/" + created.id() + "/messages/delta");
        assertEquals(400, answer.status());
        assertEquals(
                "Unsupported request: Change tracking is not supported against 'microsoft.graph.mailSearchFolder'.",
                answer.message());
    }

    @Test
    void contactsAndTheirFoldersAreFollowed() {
        String box = box();
        DeltaReader contacts = new DeltaReader(client, box + "/contacts/delta?$select=displayName");
        DeltaReader folders = new DeltaReader(client, box + "/contactFolders/delta");
        assertEquals(List.of(), contacts.shown("displayName"));
        assertEquals(List.of(), folders.shown("displayName"));
        String id = client.post(box + "/contacts", "{'givenName':'Zoe'}").id();
        client.patch(box + "/contacts/" + id, "{'givenName':'Zora'}");
        assertEquals(List.of("Zora"), contacts.shown("displayName"));
        String parent =
                client.post(box + "/contactFolders", "{'displayName':'Team'}").id();
        String child = client.post(box + "/contactFolders/" + parent + "/childFolders", "{'displayName':'Inner'}")
                .id();
        assertEquals(List.of("Team", "Inner"), folders.shown("displayName"));
        String nested = box + "/contactFolders/" + parent + "/childFolders/" + child + "/contacts";
        DeltaReader inner = new DeltaReader(client, nested + "/delta");
        DeltaReader same = new DeltaReader(client, box + "/contactFolders/" + child + "/contacts/delta");
        assertEquals(201, client.post(nested, "{'givenName':'Ann'}").status());
        assertEquals(List.of("Ann"), inner.shown("displayName"));
        assertEquals(List.of("Ann"), same.shown("displayName"));
        assertEquals(
                List.of("Inner"),
                new DeltaReader(client, box + "/contactFolders/" + parent + "/childFolders/delta")
                        .shown("displayName"));
        client.delete(box + "/contacts/" + id);
        assertEquals(List.of("-" + id), contacts.shown("displayName"));
        client.delete(box + "/contactFolders/" + parent);
        assertEquals(Set.of("-" + parent, "-" + child), Set.copyOf(folders.shown("displayName")));
        Answer gone = client.get(inner.link());
        assertEquals(404, gone.status());
        assertEquals("ErrorSyncFolderNotFound", gone.code());
        assertEquals(403, graph.client("Mail.Read").get(contacts.link()).status());
    }
}
