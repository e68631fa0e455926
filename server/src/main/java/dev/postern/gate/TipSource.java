package dev.postern.gate;

import dev.postern.mailbox.setting.AutomaticReplies;
import dev.postern.mailbox.setting.MailboxLocale;
import org.jspecify.annotations.Nullable;

/** What an address in a request for mail tips means to the caller, and what is known of it. */
public sealed interface TipSource {
    /** No recipient here has the address, or the caller may not know that one has. The two are the same object. */
    TipSource UNRESOLVED = new Unresolved();

    /** An address whose domain is not an accepted domain of the tenant, of no recipient that the caller may know. */
    TipSource EXTERNAL = new External();

    record Unresolved() implements TipSource {}

    record External() implements TipSource {}

    /** A recipient whose mailbox is elsewhere. */
    record NoMailbox() implements TipSource {}

    /**
     * A group.
     *
     * @param members its members, of nested groups too, each counted once
     * @param external those of them whose address is not in an accepted domain
     */
    record Members(int members, int external) implements TipSource {}

    /** A group with more members than one request counts. */
    record TooManyMembers(int allowed) implements TipSource {}

    /** A mailbox. */
    record Tips(boolean full, @Nullable Away away) implements TipSource {}

    /**
     * The automatic reply that the asking mailbox would get now.
     *
     * @param window null if it is sent without a window
     */
    record Away(String message, MailboxLocale language, AutomaticReplies.@Nullable Window window) {}
}
