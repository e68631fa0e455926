package dev.postern.itip;

import java.util.List;
import java.util.stream.Stream;

/**
 * A meeting message: one event, and for a series the occurrences that differ from it. All have the same UID.
 *
 * @param event the single event, the series, or the first occurrence if the message has only occurrences
 */
public record MeetingMessage(MeetingMethod method, MeetingEvent event, List<MeetingEvent> overrides) {
    public MeetingMessage {
        overrides = List.copyOf(overrides);
    }

    Stream<MeetingEvent> events() {
        return Stream.concat(Stream.of(event), overrides.stream());
    }
}
