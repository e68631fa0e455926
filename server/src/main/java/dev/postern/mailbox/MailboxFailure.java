package dev.postern.mailbox;

import org.jspecify.annotations.Nullable;

/**
 * A request that a mailbox refuses. Thrown before anything was changed, or after everything was undone. Each edge maps
 * these to its own codes in one place.
 */
public abstract sealed class MailboxFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private MailboxFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** The store does not contain the mailbox. */
    public static final class MailboxNotFound extends MailboxFailure {
        private static final long serialVersionUID = 1;

        public MailboxNotFound() {
            super("The mailbox does not exist.", null);
        }
    }

    /** The text cannot be an id of this service. */
    public static final class IdMalformed extends MailboxFailure {
        private static final long serialVersionUID = 1;

        public IdMalformed(@Nullable Throwable cause) {
            super("Id is malformed.", cause);
        }
    }

    /** The item or attachment is not in this mailbox, or no longer has this id. */
    public static final class ItemNotFound extends MailboxFailure {
        private static final long serialVersionUID = 1;

        public ItemNotFound() {
            super("The specified object was not found in the store.", null);
        }
    }

    /** Changes after the position of a reader are no longer known, so the reader must start again. */
    public static final class ChangesForgotten extends MailboxFailure {
        private static final long serialVersionUID = 1;

        public ChangesForgotten(long known, long last) {
            super(
                    "The sync state generation is not found; generation=" + known + ";[highest=" + last + "][" + last
                            + "].",
                    null);
        }
    }

    public static final class FolderNotFound extends MailboxFailure {
        private static final long serialVersionUID = 1;

        public FolderNotFound() {
            super("The specified folder could not be found in the store.", null);
        }
    }

    /** The folder cannot contain items or folders of this class. */
    public static final class FolderClassMismatch extends MailboxFailure {
        private static final long serialVersionUID = 1;

        public FolderClassMismatch() {
            super("The folder is for items of another kind.", null);
        }
    }

    /** A rule that is not possible, or does not exist. */
    public static final class RuleRefused extends MailboxFailure {
        private static final long serialVersionUID = 1;

        private final RuleFault fault;

        public enum RuleFault {
            NOT_FOUND("The rule was not found."),
            FOLDER("A folder of the rule does not exist, or is no folder for mail."),
            /** A part of the rule is not possible; the text begins with Exchange's name of the fault. */
            INVALID("The rule is not possible."),
            OVER_QUOTA("The rules of this mailbox exceed their quota of 256 KB.");

            private final String text;

            RuleFault(String text) {
                this.text = text;
            }
        }

        public RuleRefused(RuleFault fault) {
            super(fault.text, null);
            this.fault = fault;
        }

        /** A rule that is not possible. */
        public RuleRefused(String text) {
            super(text, null);
            this.fault = RuleFault.INVALID;
        }

        public RuleFault fault() {
            return fault;
        }
    }

    /** A sibling has this name, compared without case. */
    public static final class FolderExists extends MailboxFailure {
        private static final long serialVersionUID = 1;

        public FolderExists() {
            super("A folder with the specified name already exists.", null);
        }
    }

    /** The name is empty or too long. */
    public static final class FolderNameInvalid extends MailboxFailure {
        private static final long serialVersionUID = 1;

        public FolderNameInvalid() {
            super("The name of a folder must have 1 to 255 characters.", null);
        }
    }

    /** A well-known folder cannot be deleted, moved or renamed. */
    public static final class FolderDistinguished extends MailboxFailure {
        private static final long serialVersionUID = 1;

        /** What is refused. */
        public enum Change {
            DELETE("deleted"),
            MOVE("moved"),
            RENAME("renamed");

            private final String past;

            Change(String past) {
                this.past = past;
            }
        }

        private final Change change;

        public FolderDistinguished(Change change) {
            super("Distinguished folders cannot be " + change.past + ".", null);
            this.change = change;
        }

        public Change change() {
            return change;
        }
    }

    /** A folder cannot be moved or copied into itself or one of its subfolders. */
    public static final class FolderCircular extends MailboxFailure {
        private static final long serialVersionUID = 1;

        private FolderCircular(String past) {
            super("A folder cannot be " + past + " into itself or one of its own subfolders.", null);
        }

        static FolderCircular moved() {
            return new FolderCircular("moved");
        }

        static FolderCircular copied() {
            return new FolderCircular("copied");
        }
    }

    /** A search folder contains no items, and cannot be the source of another search folder. */
    public static final class FolderIsSearch extends MailboxFailure {
        private static final long serialVersionUID = 1;

        public FolderIsSearch() {
            super("A search folder cannot contain items or folders and cannot be searched.", null);
        }
    }

    /** The properties that programs have added to a folder are too large. */
    public static final class FolderPropertiesTooLarge extends MailboxFailure {
        private static final long serialVersionUID = 1;

        public FolderPropertiesTooLarge(int limit) {
            super(
                    "The extended properties of a folder and the query of a search folder can have at most " + limit
                            + " characters.",
                    null);
        }
    }

    /** The default calendar and the calendar that a mailbox begins with cannot be deleted, nor their group. */
    public static final class CalendarKept extends MailboxFailure {
        private static final long serialVersionUID = 1;

        public CalendarKept() {
            super("Distinguished folders cannot be deleted.", null);
        }
    }

    /** A group of calendars can be deleted only when it is empty. */
    public static final class CalendarGroupInUse extends MailboxFailure {
        private static final long serialVersionUID = 1;

        public CalendarGroupInUse() {
            super("Object cannot be deleted. The group contains calendars.", null);
        }
    }

    /** The entry is not possible in the permissions of this calendar. */
    public static final class CalendarPermissionRefused extends MailboxFailure {
        private static final long serialVersionUID = 1;

        public CalendarPermissionRefused(String message) {
            super(message, null);
        }
    }

    /** The list of categories cannot have this entry. */
    public static final class CategoryRefused extends MailboxFailure {
        private static final long serialVersionUID = 1;

        private final boolean duplicate;

        /** @param duplicate whether its name is in use */
        public CategoryRefused(boolean duplicate, String message) {
            super(message, null);
            this.duplicate = duplicate;
        }

        public boolean isDuplicate() {
            return duplicate;
        }
    }

    /** An event would have properties that contradict each other, or an occurrence a place that it cannot have. */
    public static final class EventRefused extends MailboxFailure {
        private static final long serialVersionUID = 1;

        /** What is wrong. */
        public enum Fault {
            /** The times, the zone or the recurrence. */
            PROPERTY,
            /** An occurrence would be moved over another one. */
            CROSSES_NEIGHBOR,
            /** The operation is for a series. */
            NOT_A_SERIES,
            /** More events or exceptions would have to be read than a request may read. */
            TOO_MANY
        }

        private final Fault fault;

        public EventRefused(Fault fault, String message) {
            super(message, null);
            this.fault = fault;
        }

        public Fault fault() {
            return fault;
        }
    }

    /** A message would be larger than the limit. */
    public static final class MessageTooLarge extends MailboxFailure {
        private static final long serialVersionUID = 1;

        public MessageTooLarge() {
            super("The message exceeds the maximum supported size.", null);
        }
    }

    /** The properties of a message, apart from body and attachments, are too large. */
    public static final class MessagePropertiesTooLarge extends MailboxFailure {
        private static final long serialVersionUID = 1;

        public MessagePropertiesTooLarge(String message) {
            super(message, null);
        }
    }

    /** An extended property is named wrongly, or cannot be used in this way. */
    public static final class ExtendedPropertyRefused extends MailboxFailure {
        private static final long serialVersionUID = 1;

        public ExtendedPropertyRefused(String message) {
            super(message, null);
        }
    }

    /** The item or folder was already deleted and is in Recoverable Items. */
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

    /** The property or the operation is for drafts only. */
    public static final class NotADraft extends MailboxFailure {
        private static final long serialVersionUID = 1;
        private static final String SENDING = "send";
        private final String what;

        public NotADraft(String what) {
            super(
                    "The message is not a draft, so "
                            + (what.equals(SENDING) ? "it cannot be sent." : "'" + what + "' cannot be changed."),
                    null);
            this.what = what;
        }

        /** The requested property or operation. */
        public String what() {
            return what;
        }
    }

    /**
     * The mailbox has reached its quota. Reading, moving and deleting are never refused, so that space can be freed.
     */
    public static final class QuotaExceeded extends MailboxFailure {
        private static final long serialVersionUID = 1;

        private QuotaExceeded(String message) {
            super(message, null);
        }

        static QuotaExceeded ofSize(long limit) {
            return new QuotaExceeded("Mailbox has exceeded maximum mailbox size. The limit is " + limit
                    + " bytes. Delete items, or ask the administrator for a larger mailbox.");
        }

        public static QuotaExceeded of(String what, long limit) {
            return new QuotaExceeded("Cannot save changes made to an item to store. The mailbox can have at most "
                    + limit + " " + what + ".");
        }

        static QuotaExceeded ofRecoverable(long limit) {
            return new QuotaExceeded(
                    "Cannot save changes made to an item to store. The Recoverable Items of the mailbox"
                            + " have reached their limit of " + limit
                            + " bytes. The oldest items are removed periodically.");
        }
    }

    /** A condition on texts would read more of them than one query may. */
    public static final class BodiesTooLarge extends MailboxFailure {
        private static final long serialVersionUID = 1;

        BodiesTooLarge(long bytes, long limit) {
            super(
                    "A condition on 'body/content' or on a computed extended property reads all messages that meet the"
                            + " other conditions. Here these have " + bytes + " bytes, and the limit is " + limit
                            + ". List one folder, add conditions such as 'receivedDateTime ge', or use '$search'.",
                    null);
        }
    }

    /** The upload does not exist, or no longer exists. */
    public static final class UploadNotFound extends MailboxFailure {
        private static final long serialVersionUID = 1;

        public UploadNotFound() {
            super("The upload session was not found. It was completed or cancelled, or it has expired.", null);
        }
    }

    /** The bytes are not the next ones of the file. */
    public static final class UploadRange extends MailboxFailure {
        private static final long serialVersionUID = 1;

        public UploadRange(long expected) {
            super("The next expected byte is " + expected + "; the range sent begins elsewhere.", null);
        }
    }
}
