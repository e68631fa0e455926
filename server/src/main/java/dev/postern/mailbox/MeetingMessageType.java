package dev.postern.mailbox;

import dev.postern.query.Folding;
import org.jspecify.annotations.Nullable;

/** What a meeting message does, by its Graph name (one of which Graph misspells) and the Graph type of such messages. */
public enum MeetingMessageType {
    /** Neither of the following, such as the notification that a meeting was forwarded. */
    NONE("none", "eventMessage"),
    REQUEST("meetingRequest", "eventMessageRequest"),
    CANCELLED("meetingCancelled", "eventMessage"),
    ACCEPTED("meetingAccepted", "eventMessageResponse"),
    TENTATIVE("meetingTenativelyAccepted", "eventMessageResponse"),
    DECLINED("meetingDeclined", "eventMessageResponse");

    private final String graphName;
    private final String graphType;

    MeetingMessageType(String graphName, String graphType) {
        this.graphName = graphName;
        this.graphType = graphType;
    }

    public String graphName() {
        return graphName;
    }

    /** The name of the Graph type, without its namespace. */
    public String graphType() {
        return graphType;
    }

    /** The value of the column: members of an enumeration are stored in lower case. */
    String stored() {
        return Folding.lower(graphName);
    }

    /** Finds a type by its Graph name, without regard to case; null if there is none. */
    static @Nullable MeetingMessageType find(@Nullable String name) {
        for (MeetingMessageType type : values()) {
            if (type.graphName.equalsIgnoreCase(name)) {
                return type;
            }
        }
        return null;
    }
}
