package dev.postern.itip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** Random messages are the same after they were written and read. */
class RoundTripTest {
    private static final int MESSAGES = 3_000;

    @Test
    void aWrittenMessageIsReadAsTheSame() throws UnreadableCalendar {
        var meetings = new RandomMeetings(10);
        for (int i = 0; i < MESSAGES; i++) {
            MeetingMessage message = meetings.message();
            byte[] written = ItipWriter.write(message);
            String text = new String(written, StandardCharsets.UTF_8);
            assertEquals(List.of(message), ItipReader.read(written), text);
            assertTrue(text.lines().allMatch(line -> line.getBytes(StandardCharsets.UTF_8).length <= 75), text);
        }
    }

    @Test
    void aMessageIsTheSameAfterJson() {
        var meetings = new RandomMeetings(11);
        for (int i = 0; i < MESSAGES; i++) {
            MeetingMessage message = meetings.message();
            String json = MeetingJson.write(message).toString();
            assertEquals(message, MeetingJson.read(JsonMapper.shared().readTree(json)), json);
        }
    }

    @Test
    void otherJsonIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> MeetingJson.read(JsonNodeFactory.instance.objectNode()));
        var wrong = MeetingJson.write(new RandomMeetings(1).message());
        wrong.withObject("/event/times/start").put("dateTime", "tomorrow");
        assertThrows(IllegalArgumentException.class, () -> MeetingJson.read(wrong));
    }
}
