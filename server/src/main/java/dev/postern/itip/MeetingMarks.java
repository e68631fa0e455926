package dev.postern.itip;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Properties of an event that are one word or one number.
 *
 * @param intended the status that the organizer means after the attendee has accepted
 *
 * @param reminderMinutes before the start; null without a reminder
 *
 * @param isCounterDisallowed the organizer refuses other times
 *
 * @param isCancelled {@code STATUS:CANCELLED}
 */
public record MeetingMarks(
        ShowAs showAs,
        ShowAs intended,
        Sensitivity sensitivity,
        Importance importance,
        @Nullable Integer reminderMinutes,
        boolean isCounterDisallowed,
        boolean isCancelled) {
    public enum ShowAs {
        FREE("free"),
        TENTATIVE("tentative"),
        BUSY("busy"),
        OOF("oof"),
        WORKING_ELSEWHERE("workingElsewhere");

        private final String graphName;

        ShowAs(String graphName) {
            this.graphName = graphName;
        }

        public String graphName() {
            return graphName;
        }

        public static Optional<ShowAs> named(String graphName) {
            return Arrays.stream(values())
                    .filter(one -> one.graphName.equalsIgnoreCase(graphName))
                    .findFirst();
        }

        /** {@code X-MICROSOFT-CDO-BUSYSTATUS} */
        String value() {
            return graphName.toUpperCase(Locale.ROOT);
        }
    }

    public enum Sensitivity {
        NORMAL("normal"),
        PERSONAL("personal"),
        PRIVATE("private"),
        CONFIDENTIAL("confidential");

        private final String graphName;

        Sensitivity(String graphName) {
            this.graphName = graphName;
        }

        public String graphName() {
            return graphName;
        }

        public static Optional<Sensitivity> named(String graphName) {
            return Arrays.stream(values())
                    .filter(one -> one.graphName.equalsIgnoreCase(graphName))
                    .findFirst();
        }
    }

    public enum Importance {
        LOW("low"),
        NORMAL("normal"),
        HIGH("high");

        private final String graphName;

        Importance(String graphName) {
            this.graphName = graphName;
        }

        public String graphName() {
            return graphName;
        }

        public static Optional<Importance> named(String graphName) {
            return Arrays.stream(values())
                    .filter(one -> one.graphName.equalsIgnoreCase(graphName))
                    .findFirst();
        }
    }
}
