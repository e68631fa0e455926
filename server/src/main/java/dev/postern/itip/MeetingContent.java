package dev.postern.itip;

import java.util.List;

/**
 * The texts of a meeting. What is missing is empty.
 *
 * @param text the description as text
 *
 * @param html the description as HTML; {@code text} has the same content
 *
 * @param comment of the person who sends the message
 */
public record MeetingContent(
        String subject, String text, String html, List<String> locations, List<String> categories, String comment) {
    public MeetingContent {
        locations = List.copyOf(locations);
        categories = List.copyOf(categories);
    }
}
