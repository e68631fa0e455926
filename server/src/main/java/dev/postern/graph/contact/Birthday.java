package dev.postern.graph.contact;

import dev.postern.query.Folding;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The birthday in the body of a request. Outlook stores a day as a point in time before noon in UTC, which is that day almost everywhere. */
final class Birthday {
    private static final String NAME = "birthday";
    private static final String TIME = "T11:59:00Z";
    /** The earliest year that Exchange can store. */
    private static final int FIRST_YEAR = 1601;

    private Birthday() {}

    /**
     * Gives a day without a time, or at midnight, the time with which it is stored. The day is that of the text, whatever its offset. A text that is
     * no date is left to the reader of bodies.
     *
     * @throws dev.postern.graph.GraphFailure if the year cannot be stored
     */
    static void complete(JsonNode body) {
        if (body instanceof ObjectNode members) {
            for (String name : List.copyOf(members.propertyNames())) {
                if (Folding.lower(name).equals(NAME) && members.path(name).isString()) {
                    complete(members, name, members.path(name).stringValue(""));
                }
            }
        }
    }

    private static void complete(ObjectNode members, String name, String text) {
        LocalDateTime written = parse(text);
        if (written == null) {
            return;
        }
        if (written.getYear() < FIRST_YEAR) {
            throw ContactInput.property("'birthday' must be in the year " + FIRST_YEAR + " or later.");
        }
        if (written.toLocalTime().equals(LocalTime.MIDNIGHT)) {
            members.put(name, written.toLocalDate() + TIME);
        }
    }

    private static @Nullable LocalDateTime parse(String text) {
        try {
            if (text.length() == "2000-01-01".length()) {
                return LocalDate.parse(text).atStartOfDay();
            }
            TemporalAccessor read =
                    DateTimeFormatter.ISO_DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
            return read instanceof OffsetDateTime offset ? offset.toLocalDateTime() : LocalDateTime.from(read);
        } catch (DateTimeException _) {
            return null;
        }
    }
}
