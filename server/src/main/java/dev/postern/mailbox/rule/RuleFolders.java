package dev.postern.mailbox.rule;

import dev.postern.mailbox.Folder;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.Folders;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.query.Folding;
import java.util.List;
import java.util.Optional;

/** The folders of rules as administrators name them. */
public final class RuleFolders {
    private RuleFolders() {}

    /** Finds a folder by names from the top of the mailbox down. */
    public static Optional<Folder> find(Folders folders, List<String> path) {
        Optional<Folder> found = Optional.empty();
        FolderId at = WellKnownFolder.MSGFOLDERROOT.id();
        for (String name : path) {
            found = folders.children(at, true).stream()
                    .filter(one -> Folding.fold(one.name()).equals(Folding.fold(name)))
                    .findFirst();
            if (found.isEmpty()) {
                return found;
            }
            at = found.get().id();
        }
        return found;
    }

    /** The name of a folder; empty if it does not exist. */
    public static Optional<String> name(Folders folders, FolderId id) {
        try {
            return Optional.of(folders.get(id).name());
        } catch (MailboxFailure.FolderNotFound e) {
            return Optional.empty();
        }
    }
}
