package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.store.Database;
import dev.postern.store.Sql;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One opened mailbox, shared by the classes that work on it. */
record MailboxContext(MailboxId id, Database database, ChangeClock clock, MailboxUsage usage, ChangeLog changes) {
    /** Makes one change of the mailbox, in its own transaction. */
    <T extends @Nullable Object> T change(Function<MailboxChange, T> work) {
        return database.write(sql -> work.apply(changes.begin(sql, id)));
    }

    /** Begins a change in the caller's transaction. */
    MailboxChange begin(Sql sql) {
        return changes.begin(sql, id);
    }

    MailboxChange begin(Sql sql, MailboxUsage.Growth growth) {
        return changes.begin(sql, id, growth);
    }
}
