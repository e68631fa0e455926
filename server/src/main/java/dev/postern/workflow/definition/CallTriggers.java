package dev.postern.workflow.definition;

import dev.postern.workflow.definition.TriggerReader.Part;
import dev.postern.workflow.expression.Reference;
import dev.postern.workflow.expression.Template;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the triggers that make calls. */
final class CallTriggers {
    private CallTriggers() {}

    static Trigger polling(Part part) {
        JsonNode source = RecurrenceTriggers.evaluated(part);
        return new Trigger.Polling(
                part.name(),
                RecurrenceReader.read(source),
                source,
                call(part, part.inputs(), "inputs"),
                part.options(Set.of(TriggerOptionsReader.SINGLE)));
    }

    static Trigger webhook(Part part) {
        part.members(part.inputs(), Set.of("subscribe", "unsubscribe"));
        JsonNode unsubscribe = part.inputs().path("unsubscribe");
        boolean given = unsubscribe.isObject() && !unsubscribe.isEmpty();
        @Nullable Template last = given ? call(part, unsubscribe, "unsubscribe") : null;
        return new Trigger.Webhook(
                part.name(),
                call(part, part.inputs().path("subscribe"), "subscribe"),
                last,
                part.options(Set.of(TriggerOptionsReader.SINGLE, TriggerOptionsReader.QUIET)));
    }

    /** Reads a call. Only an unsubscription may read what the trigger got: the response to its subscription. */
    private static Template call(Part part, JsonNode inputs, String what) {
        Template template = Template.of(inputs);
        try {
            CallShape.check(inputs, "inputs");
        } catch (CallShape.NotValid e) {
            throw new IllegalArgumentException("in '" + what + "', " + InvalidTemplate.reason(e), e);
        }
        TriggerOptionsReader.checkReferences(part, template, what);
        if (!what.equals("unsubscribe")) {
            checkEarly(template, what);
        }
        return template;
    }

    /** Refuses references to the trigger in what is evaluated before it fires. */
    static void checkEarly(Template template, String what) {
        if (template.references().stream().anyMatch(Reference.Trigger.class::isInstance)) {
            throw new IllegalArgumentException("'" + what + "' is evaluated before the trigger has any outputs");
        }
    }
}
