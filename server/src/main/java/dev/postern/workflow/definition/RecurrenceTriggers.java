package dev.postern.workflow.definition;

import dev.postern.workflow.definition.TriggerReader.Part;
import dev.postern.workflow.expression.Template;
import dev.postern.workflow.recurrence.Frequency;
import dev.postern.workflow.recurrence.TriggerRecurrence;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads the triggers that fire by the clock alone. */
final class RecurrenceTriggers {
    private static final Duration MAX_DELAY = Duration.ofDays(365);

    private RecurrenceTriggers() {}

    static Trigger timed(Part part) {
        JsonNode source = evaluated(part);
        return new Trigger.Timed(
                part.name(), RecurrenceReader.read(source), source, part.options(Set.of(TriggerOptionsReader.SINGLE)));
    }

    static Trigger window(Part part) {
        JsonNode source = evaluated(part);
        TriggerRecurrence recurrence = RecurrenceReader.read(source);
        if (recurrence.frequency().compareTo(Frequency.DAY) >= 0) {
            throw new IllegalArgumentException("the frequency '"
                    + recurrence.frequency().text()
                    + "' of a sliding window is not supported; 'Second', 'Minute' and 'Hour' are");
        }
        Duration delay = Duration.ZERO;
        if (!part.inputs().isMissingNode() && !part.inputs().isNull()) {
            part.members(part.inputs(), Set.of("delay"));
            delay = delay(Template.of(part.inputs().path("delay"))
                    .evaluate(part.scope())
                    .asString(""));
        }
        return new Trigger.SlidingWindow(
                part.name(), recurrence, source, delay, part.options(Set.of(TriggerOptionsReader.SINGLE)));
    }

    static JsonNode evaluated(Part part) {
        return Template.of(part.trigger().path("recurrence")).evaluate(part.scope());
    }

    private static Duration delay(String text) {
        try {
            Duration delay = text.isEmpty() ? Duration.ZERO : Duration.parse(text);
            if (!delay.isNegative() && delay.compareTo(MAX_DELAY) <= 0) {
                return delay;
            }
        } catch (DateTimeException e) {
            // reported like a duration out of range
        }
        throw new IllegalArgumentException(
                "the delay '" + text + "' must be a duration between 'PT0S' and '" + MAX_DELAY + "'");
    }
}
