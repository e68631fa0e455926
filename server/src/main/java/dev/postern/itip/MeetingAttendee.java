package dev.postern.itip;

import java.util.Locale;

/**
 * An attendee.
 *
 * @param isReplyRequested {@code RSVP}
 *
 * @param delegatedTo the address of the person who comes instead; empty if there is none
 */
public record MeetingAttendee(
        MeetingPerson person,
        Role role,
        Kind kind,
        Participation participation,
        boolean isReplyRequested,
        String delegatedTo) {
    /** {@code ROLE} */
    public enum Role {
        CHAIR("CHAIR"),
        REQUIRED("REQ-PARTICIPANT"),
        OPTIONAL("OPT-PARTICIPANT"),
        INFORMED("NON-PARTICIPANT");

        private final String value;

        Role(String value) {
            this.value = value;
        }

        String value() {
            return value;
        }

        static Role of(String value) {
            for (Role role : values()) {
                if (role.value.equalsIgnoreCase(value.strip())) {
                    return role;
                }
            }
            return REQUIRED;
        }
    }

    /** {@code CUTYPE} */
    public enum Kind {
        INDIVIDUAL,
        GROUP,
        RESOURCE,
        ROOM,
        UNKNOWN;

        static Kind of(String value) {
            String upper = value.strip().toUpperCase(Locale.ROOT);
            for (Kind kind : values()) {
                if (kind.name().equals(upper)) {
                    return kind;
                }
            }
            return upper.isEmpty() ? INDIVIDUAL : UNKNOWN;
        }
    }

    /** {@code PARTSTAT} */
    public enum Participation {
        NEEDS_ACTION,
        ACCEPTED,
        TENTATIVE,
        DECLINED,
        DELEGATED;

        String value() {
            return name().replace('_', '-');
        }

        static Participation of(String value) {
            for (Participation participation : values()) {
                if (participation.value().equalsIgnoreCase(value.strip())) {
                    return participation;
                }
            }
            return NEEDS_ACTION;
        }
    }

    /** The type by its name in Graph. */
    public String type() {
        if (kind == Kind.ROOM || kind == Kind.RESOURCE) {
            return "resource";
        }
        return role == Role.OPTIONAL || role == Role.INFORMED ? "optional" : "required";
    }
}
