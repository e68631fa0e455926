package dev.postern.directory;

/** What a trustee may do with the address of another recipient. */
public enum SendRight {
    /** The recipient is author and sender of the message. */
    SEND_AS("SendAs"),
    /** The recipient is the author; the sender is the mailbox that sends. */
    SEND_ON_BEHALF("GrantSendOnBehalfTo");

    private final String attribute;

    SendRight(String attribute) {
        this.attribute = attribute;
    }

    /** The attribute of a recipient that has its trustees. */
    String attribute() {
        return attribute;
    }
}
