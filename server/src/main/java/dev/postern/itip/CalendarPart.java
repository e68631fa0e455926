package dev.postern.itip;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A component with its properties and its parts. */
record CalendarPart(String name, List<ContentLine> lines, List<CalendarPart> parts) {
    private static final int MAX_DEPTH = 8;
    private static final int MAX_PARTS = 5_000;

    private CalendarPart(String name) {
        this(name, new ArrayList<>(), new ArrayList<>());
    }

    Optional<ContentLine> first(String property) {
        return all(property).findFirst();
    }

    /** The value of the first such property, without white space at its ends; empty if there is none. */
    String value(String property) {
        return first(property).map(line -> line.value().strip()).orElse("");
    }

    Stream<ContentLine> all(String property) {
        return lines.stream().filter(line -> line.name().equals(property));
    }

    Stream<CalendarPart> parts(String component) {
        return parts.stream().filter(part -> part.name.equals(component));
    }

    /** The calendars of a text. Components that are not closed end with their parent; lines that are no property are skipped. */
    static List<CalendarPart> calendars(List<String> lines) throws UnreadableCalendar {
        CalendarPart root = new CalendarPart("");
        Deque<CalendarPart> open = new ArrayDeque<>(List.of(root));
        int count = 0;
        for (String text : lines) {
            ContentLine line = ContentLine.parse(text);
            if (line == null) {
                continue;
            }
            String value = line.value().strip().toUpperCase(Locale.ROOT);
            switch (line.name()) {
                case "BEGIN" -> {
                    if (open.size() > MAX_DEPTH || ++count > MAX_PARTS) {
                        throw new UnreadableCalendar("The calendar has too many components.");
                    }
                    if (value.equals("VCALENDAR")) {
                        close(open, 1);
                    }
                    CalendarPart part = new CalendarPart(value);
                    open.element().parts.add(part);
                    open.push(part);
                }
                case "END" -> {
                    if (open.stream().anyMatch(part -> !value.isEmpty() && part.name.equals(value))) {
                        while (!open.pop().name.equals(value)) {
                            // closes the parts that are still open
                        }
                    }
                }
                default -> open.element().lines.add(line);
            }
        }
        return root.parts("VCALENDAR").toList();
    }

    private static void close(Deque<CalendarPart> open, int remaining) {
        while (open.size() > remaining) {
            open.pop();
        }
    }
}
