package dev.postern.directory;

import dev.postern.access.RecipientKind;

/** What kind of recipient an object is, by the names that Exchange prints as RecipientTypeDetails. */
public enum RecipientType {
    USER_MAILBOX("UserMailbox", "UserMailbox", RecipientKind.USER),
    SHARED_MAILBOX("SharedMailbox", "UserMailbox", RecipientKind.OTHER),
    ROOM_MAILBOX("RoomMailbox", "UserMailbox", RecipientKind.OTHER),
    EQUIPMENT_MAILBOX("EquipmentMailbox", "UserMailbox", RecipientKind.OTHER),
    MAIL_USER("MailUser", "MailUser", RecipientKind.USER),
    SECURITY_GROUP("MailUniversalSecurityGroup", "MailUniversalSecurityGroup", RecipientKind.SECURITY_GROUP),
    DISTRIBUTION_GROUP(
            "MailUniversalDistributionGroup", "MailUniversalDistributionGroup", RecipientKind.DISTRIBUTION_GROUP),
    GROUP_MAILBOX("GroupMailbox", "MailUniversalDistributionGroup", RecipientKind.OTHER);

    private final String details;
    private final String general;
    private final RecipientKind kind;

    RecipientType(String details, String general, RecipientKind kind) {
        this.details = details;
        this.general = general;
        this.kind = kind;
    }

    /** The RecipientTypeDetails of Exchange. */
    public String details() {
        return details;
    }

    /** The coarser RecipientType of Exchange. */
    public String general() {
        return general;
    }

    /** What it is for policies. */
    public RecipientKind kind() {
        return kind;
    }

    /** Whether mail to it is kept here, in a mailbox. */
    public boolean hasMailbox() {
        return general.equals("UserMailbox");
    }
}
