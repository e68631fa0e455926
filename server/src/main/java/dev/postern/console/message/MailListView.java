package dev.postern.console.message;

import dev.postern.console.call.EdgeCalls;
import dev.postern.console.page.PosternLine;
import java.util.List;

/**
 * A mailbox, one of its folders, and a page of messages.
 *
 * @param folder the id of the folder, {@code inbox} or {@code all}
 * @param outgoing whether recipients are shown instead of senders
 * @param show empty for all messages, {@code unread} or {@code attachments}
 * @param problem why nothing is shown, or empty
 * @param next the path of the next page, or empty
 * @param first whether this is the first page
 * @param refresh the path of the list as it changes, or empty
 * @param news what has arrived since the list was shown last, or empty
 */
public record MailListView(
        String address,
        List<FolderEntry> folders,
        boolean moreFolders,
        String folder,
        String folderName,
        boolean outgoing,
        String query,
        String show,
        List<MessageRow> rows,
        String problem,
        String next,
        boolean first,
        String refresh,
        String news) {
    public MailListView {
        folders = List.copyOf(folders);
        rows = List.copyOf(rows);
    }

    public String path() {
        return "/console/mail/" + EdgeCalls.encode(address);
    }

    public String folderPath(String id) {
        return path() + "?folder=" + EdgeCalls.encode(id);
    }

    public String messagePath(MessageRow row) {
        return path() + "/" + EdgeCalls.encode(row.id());
    }

    public boolean isAll() {
        return folder.equals("all");
    }

    public boolean isShown(FolderEntry entry) {
        return !isAll() && entry.name().equals(folderName) && (entry.id().equals(folder) || folder.equals("inbox"));
    }

    public boolean isSearched() {
        return !query.isEmpty() || !show.isEmpty();
    }

    /** The command that lists the same. */
    public String command() {
        return PosternLine.of("mail", "list", address).command();
    }
}
