package dev.postern.gate;

/** What an operation reaches. A caller that was let in for one area reaches nothing of another. */
public enum Area {
    /** Messages, their folders, and what is derived from them. */
    MAIL,
    /** Calendars and events. */
    CALENDAR,
    /** Contacts and their folders. */
    CONTACTS,
    /** Mailbox settings, rules and categories. */
    SETTINGS,
    /** Users, groups, applications, service principals and what is granted to them; policies. */
    DIRECTORY,
    /** The audit of the tenant. */
    AUDIT,
    /** The workflows of the tenant. */
    WORKFLOWS,
    /** Nothing by itself. What the parts of such a request reach is opened for each part: a batch, a subscription. */
    NONE;

    /** Whether it is a part of a mailbox, so that the decision is about a mailbox. */
    public boolean isOfMailbox() {
        return switch (this) {
            case MAIL, CALENDAR, CONTACTS, SETTINGS -> true;
            case DIRECTORY, AUDIT, WORKFLOWS, NONE -> false;
        };
    }
}
