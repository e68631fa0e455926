package dev.postern.itip;

import java.util.Locale;

/** What a meeting message asks for. */
public enum MeetingMethod {
    REQUEST,
    REPLY,
    CANCEL,
    COUNTER,
    DECLINECOUNTER,
    REFRESH,
    ADD,
    PUBLISH,
    /** A calendar without a method, or with an unknown one: a file, not a message. */
    NONE;

    static MeetingMethod of(String name) {
        String upper = name.strip().toUpperCase(Locale.ROOT);
        for (MeetingMethod method : values()) {
            if (method.name().equals(upper)) {
                return method;
            }
        }
        return NONE;
    }
}
