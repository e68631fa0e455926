package dev.postern.gate;

/** The area that an operation accesses. A capability for one area gives no access to another. */
public enum Area {
    /** Messages, their folders and data derived from them. */
    MAIL,
    /** Calendars and events. */
    CALENDAR,
    /** Contacts and their folders. */
    CONTACTS,
    /** Mailbox settings, rules and categories. */
    SETTINGS,
    /** Users, groups, applications, service principals, grants and policies. */
    DIRECTORY,
    /** What administrators set up in all mailboxes of the tenant, without access to items. Policies do not confine it. */
    ADMINISTRATION,
    /** The secrets of the built-in administrator of the tenant. Only it may read and change them. */
    ADMINISTRATOR,
    /** All mail of a mailbox, for the built-in administrator who moves it in or out. Policies do not confine it. */
    MOVING,
    /** What auditors may read: the audit of the tenant, and who can access which mailbox. */
    AUDIT,
    /** The workflows of the tenant. */
    WORKFLOWS,
    /** The subscriptions of the calling application. Each is also decided by the mailbox that it follows. */
    SUBSCRIPTIONS,
    /** No area, for requests whose parts are opened one by one, such as a batch. */
    NONE;

    /** Returns whether it belongs to a mailbox, so that the decision is about a mailbox. */
    public boolean isOfMailbox() {
        return switch (this) {
            case MAIL, CALENDAR, CONTACTS, SETTINGS -> true;
            case DIRECTORY, ADMINISTRATION, ADMINISTRATOR, MOVING, AUDIT, WORKFLOWS, SUBSCRIPTIONS, NONE -> false;
        };
    }
}
