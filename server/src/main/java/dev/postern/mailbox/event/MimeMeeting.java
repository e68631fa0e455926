package dev.postern.mailbox.event;

import dev.postern.itip.ItipReader;
import dev.postern.itip.MeetingFile;
import dev.postern.itip.UnreadableCalendar;
import dev.postern.mailbox.Attachment;
import dev.postern.mailbox.Content;
import dev.postern.mailbox.NewAttachment;
import dev.postern.mailbox.mime.ParsedMime;
import dev.postern.query.Folding;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the meeting in a message that is MIME. */
public final class MimeMeeting {
    /** The name that {@link dev.postern.mailbox.mime.MimeIn} gives to a part without one. */
    private static final Pattern GENERATED = Pattern.compile("ATT\\d{5}\\.ics");

    private MimeMeeting() {}

    /** The same message, carrying the meeting of its first {@code text/calendar} part; unchanged if there is none. */
    public static ParsedMime in(ParsedMime parsed, Instant now) throws IOException {
        NewAttachment part = part(parsed.attachments());
        if (part == null || part.content().size() > ItipReader.MAX_BYTES) {
            return parsed;
        }
        byte[] content;
        try (InputStream in = part.content().open()) {
            content = in.readAllBytes();
        }
        if (!ReceivedMeeting.into(parsed.message(), content, now)) {
            return parsed;
        }
        List<NewAttachment> left = new ArrayList<>(parsed.attachments());
        if (isUnnamed(part)) {
            // an alternative form of the text, not a file
            left.remove(part);
        }
        left.addAll(files(content));
        return new ParsedMime(parsed.message(), left, parsed.sent(), parsed.files());
    }

    /** The attachments that the calendar itself contains. */
    private static List<NewAttachment> files(byte[] calendar) {
        try {
            return MeetingFile.of(calendar).stream()
                    .map(MimeMeeting::attachment)
                    .toList();
        } catch (UnreadableCalendar _) {
            return List.of();
        }
    }

    private static NewAttachment attachment(MeetingFile file) {
        return new NewAttachment(
                file.address().isEmpty() ? Attachment.Kind.FILE : Attachment.Kind.REFERENCE,
                file.name(),
                file.type().isEmpty() ? null : file.type(),
                null,
                false,
                Content.of(file.content()),
                null);
    }

    /** A part without a name is an alternative form of the text, and comes first; some programs write only a file. */
    private static @Nullable NewAttachment part(List<NewAttachment> attachments) {
        NewAttachment found = null;
        for (NewAttachment one : attachments) {
            String type = one.contentType();
            if (one.kind() == Attachment.Kind.FILE
                    && type != null
                    && Folding.lower(type).startsWith("text/calendar")
                    && (found == null || (!isUnnamed(found) && isUnnamed(one)))) {
                found = one;
            }
        }
        return found;
    }

    /** Whether the message gave it no name. */
    private static boolean isUnnamed(NewAttachment one) {
        return one.name() != null && GENERATED.matcher(one.name()).matches();
    }
}
