package dev.postern.graph.calendar;

import dev.postern.TestCore;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.model.BodyFailure;
import dev.postern.graph.model.TypeModel;
import dev.postern.graph.model.TypedBodyReader;
import dev.postern.http.Json;
import dev.postern.http.MalformedJson;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.setting.CalendarConfiguration;
import dev.postern.store.Databases;
import dev.postern.store.Engine;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Bodies of events: refused, or stored in a form that, sent back, changes nothing. */
public final class EventTarget {
    private static final TypeModel MODEL = TypeModel.load();
    private static final TypedBodyReader READER = new TypedBodyReader(MODEL).tolerant();
    private static final DirectorySnapshot DIRECTORY = directory();
    /** Those of a mailbox whose configuration was never changed. */
    static final EventDefaults DEFAULTS = new EventDefaults(() -> new CalendarConfiguration(
            Set.of(DayOfWeek.MONDAY),
            LocalTime.of(8, 0),
            LocalTime.of(17, 0),
            "UTC",
            null,
            DayOfWeek.SUNDAY,
            true,
            15));

    private EventTarget() {}

    /** Called before the first input, so that the start of a core does not count as its time. */
    public static void fuzzerInitialize() {
        Objects.requireNonNull(DIRECTORY);
    }

    private static DirectorySnapshot directory() {
        TestCore here = new TestCore(TestCore.on(Databases.open(Engine.SQLITE)).open());
        return here.directory().snapshot(here.tenant("contoso.example").id());
    }

    public static void fuzzerTestOneInput(byte[] data) {
        try {
            JsonNode json = Json.parse(data);
            EventInput input = EventInput.read(READER.read(MODEL.type("event"), json), DIRECTORY, DEFAULTS);
            ObjectNode event = EventMerge.create(input, DEFAULTS);
            EventInput again = EventInput.read(READER.read(MODEL.type("event"), event.deepCopy()), DIRECTORY, DEFAULTS);
            ObjectNode change = EventMerge.change(again, event);
            for (String name : List.of("start", "end", "isAllDay", "recurrence")) {
                if (change.has(name)) {
                    throw new AssertionError(event + " was changed by itself: " + change);
                }
            }
        } catch (MalformedJson | BodyFailure | GraphFailure | MailboxFailure refused) {
            // an answer to the caller
        }
    }
}
