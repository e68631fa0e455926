package dev.postern.mailbox.event;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The properties of a new event that its creator did not give. */
final class NewEvents {
    private static final String CONSTANT = "040000008200E00074C5B7101A82E008";
    private static final String NO_INSTANCE = "00000000";
    /** From 1601 to 1970. */
    private static final long FILETIME_SECONDS = 11_644_473_600L;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private NewEvents() {}

    static ObjectNode complete(ObjectNode event, Instant now, UUID random) {
        ObjectNode complete = JSON.objectNode();
        complete.put("subject", "");
        complete.putArray("categories");
        complete.putArray("attendees");
        complete.putArray("locations");
        complete.put("isReminderOn", true);
        complete.put("reminderMinutesBeforeStart", 15);
        complete.put("responseRequested", true);
        complete.put("allowNewTimeProposals", true);
        complete.put("hideAttendees", false);
        complete.put("isOrganizer", true);
        complete.put("sequence", 0);
        event.properties().forEach(member -> {
            if (!member.getValue().isNull()) {
                complete.set(member.getKey(), member.getValue());
            }
        });
        if (!complete.has("responseStatus")) {
            complete.putObject("responseStatus")
                    .put("response", complete.path("isOrganizer").booleanValue(true) ? "organizer" : "notResponded")
                    .put("time", "0001-01-01T00:00:00Z");
        }
        if (!complete.has("iCalUId")) {
            complete.put("iCalUId", globalId(now, random));
        }
        return complete;
    }

    /** A new global object id (MS-OXOCAL): a constant, no date of an occurrence, the time of creation, 16 bytes. */
    private static String globalId(Instant now, UUID random) {
        ByteBuffer rest = ByteBuffer.allocate(Long.BYTES + Long.BYTES + Integer.BYTES + 2 * Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        rest.putLong((now.getEpochSecond() + FILETIME_SECONDS) * 10_000_000 + now.getNano() / 100);
        rest.putLong(0);
        rest.putInt(2 * Long.BYTES);
        rest.order(ByteOrder.BIG_ENDIAN)
                .putLong(random.getMostSignificantBits())
                .putLong(random.getLeastSignificantBits());
        return CONSTANT + NO_INSTANCE + HexFormat.of().withUpperCase().formatHex(rest.array());
    }
}
