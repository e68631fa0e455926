package dev.postern.mailbox;

import org.jspecify.annotations.Nullable;

/**
 * What a mailbox refuses. Thrown before anything was changed, or with everything undone. Each edge has one place where
 * these become its own codes.
 */
public abstract sealed class MailboxFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private MailboxFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** There is no such mailbox in the store. */
    public static final class MailboxNotFound extends MailboxFailure {
        private static final long serialVersionUID = 1;

        public MailboxNotFound() {
            super("The mailbox does not exist.", null);
        }
    }

    /** A text that no id of this service can be. */
    public static final class IdMalformed extends MailboxFailure {
        private static final long serialVersionUID = 1;

        public IdMalformed(@Nullable Throwable cause) {
            super("Id is malformed.", cause);
        }
    }

    /** The item or attachment is not in this mailbox, or no longer under this id. */
    public static final class ItemNotFound extends MailboxFailure {
        private static final long serialVersionUID = 1;

        public ItemNotFound() {
            super("The specified object was not found in the store.", null);
        }
    }

    public static final class FolderNotFound extends MailboxFailure {
        private static final long serialVersionUID = 1;

        public FolderNotFound() {
            super("The specified folder could not be found in the store.", null);
        }
    }

    /** Neither items nor folders of another class can be put into the folder. */
    public static final class FolderClassMismatch extends MailboxFailure {
        private static final long serialVersionUID = 1;

        public FolderClassMismatch() {
            super("The folder is for items of another kind.", null);
        }
    }

    /** A sibling has this name, compared without case. */
    public static final class FolderExists extends MailboxFailure {
        private static final long serialVersionUID = 1;

        public FolderExists() {
            super("A folder with the specified name already exists.", null);
        }
    }

    /** A name that is empty or too long. */
    public static final class FolderNameInvalid extends MailboxFailure {
        private static final long serialVersionUID = 1;

        public FolderNameInvalid() {
            super("The name of a folder must have 1 to 255 characters.", null);
        }
    }

    /** A well-known folder can neither be deleted nor moved nor renamed. */
    public static final class FolderDistinguished extends MailboxFailure {
        private static final long serialVersionUID = 1;

        public FolderDistinguished() {
            super("Distinguished folders cannot be deleted.", null);
        }
    }

    /** A folder cannot be put into itself or below itself. */
    public static final class FolderCircular extends MailboxFailure {
        private static final long serialVersionUID = 1;

        public FolderCircular() {
            super("A folder cannot be moved into itself or one of its own subfolders.", null);
        }
    }

    /** A search folder holds nothing of its own, and looks into no other search folder. */
    public static final class FolderIsSearch extends MailboxFailure {
        private static final long serialVersionUID = 1;

        public FolderIsSearch() {
            super("A search folder cannot contain items or folders and cannot be searched.", null);
        }
    }

    /** What programs have added to a folder is too much. */
    public static final class FolderPropertiesTooLarge extends MailboxFailure {
        private static final long serialVersionUID = 1;

        public FolderPropertiesTooLarge(int most) {
            super(
                    "The extended properties of a folder and the query of a search folder can have at most " + most
                            + " characters.",
                    null);
        }
    }

    /** A message would have more bytes than one may. */
    public static final class MessageTooLarge extends MailboxFailure {
        private static final long serialVersionUID = 1;

        public MessageTooLarge() {
            super("The message exceeds the maximum supported size.", null);
        }
    }

    /** A message has too much besides its body and its attachments. */
    public static final class MessagePropertiesTooLarge extends MailboxFailure {
        private static final long serialVersionUID = 1;

        public MessagePropertiesTooLarge(String message) {
            super(message, null);
        }
    }

    /** It was deleted already and waits in Recoverable Items. */
    public static final class CannotDelete extends MailboxFailure {
        private static final long serialVersionUID = 1;

        public CannotDelete() {
            super("Object cannot be deleted.", null);
        }
    }

    /** The item has changed since the caller read it. */
    public static final class ChangeKeyMismatch extends MailboxFailure {
        private static final long serialVersionUID = 1;

        public ChangeKeyMismatch() {
            super(
                    "The send or update operation could not be performed because the change key passed in the request"
                            + " does not match the current change key for the item.",
                    null);
        }
    }

    /** The property, or the operation, is for drafts only. */
    public static final class NotADraft extends MailboxFailure {
        private static final long serialVersionUID = 1;
        private final String what;

        public NotADraft(String what) {
            super("'" + what + "' is only possible for a draft.", null);
            this.what = what;
        }

        /** The property or operation that was asked for. */
        public String what() {
            return what;
        }
    }

    /** The mailbox holds all that it may. What only reads, moves or deletes is not refused, so that room can be made. */
    public static final class QuotaExceeded extends MailboxFailure {
        private static final long serialVersionUID = 1;

        private QuotaExceeded(String message) {
            super(message, null);
        }

        static QuotaExceeded ofSize(long most) {
            return new QuotaExceeded("Mailbox has exceeded maximum mailbox size. The limit is " + most
                    + " bytes. Delete items, or ask the administrator for a larger mailbox.");
        }

        static QuotaExceeded of(String what, long most) {
            return new QuotaExceeded("Cannot save changes made to an item to store. The mailbox can have at most "
                    + most + " " + what + ".");
        }

        static QuotaExceeded ofRecoverable(long most) {
            return new QuotaExceeded(
                    "Cannot save changes made to an item to store. The Recoverable Items of the mailbox"
                            + " have reached their limit of " + most
                            + " bytes. The oldest items are removed periodically.");
        }
    }

    /** There is no such upload, or no longer. */
    public static final class UploadNotFound extends MailboxFailure {
        private static final long serialVersionUID = 1;

        public UploadNotFound() {
            super("The upload session was not found. It was completed or cancelled, or it has expired.", null);
        }
    }

    /** Bytes that are not the next ones of their file. */
    public static final class UploadRange extends MailboxFailure {
        private static final long serialVersionUID = 1;

        public UploadRange(long expected) {
            super("The next expected byte is " + expected + "; the range sent begins elsewhere.", null);
        }
    }
}
