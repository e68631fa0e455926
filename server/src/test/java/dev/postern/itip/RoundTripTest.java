package dev.postern.itip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

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
}
