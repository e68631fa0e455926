package dev.postern.itip;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What an {@code ATTACH} property contains: a file, or the address of one. Properties that refer to a part of the message are left out, because
 * that part is an attachment of the message.
 *
 * @param type the media type; empty if the sender wrote none
 *
 * @param address empty if it is a file
 *
 * @param content empty if it is an address
 */
public record MeetingFile(String name, String type, String address, byte[] content) {
    private static final int MAX_FILES = 100;
    private static final int MAX_NAME = 255;
    private static final int MAX_ADDRESS = 2_048;
    private static final Set<String> SCHEMES = Set.of("http", "https");

    /** Those of the first event of a calendar, at most 100. */
    public static List<MeetingFile> of(byte[] calendar) throws UnreadableCalendar {
        var files = new ArrayList<MeetingFile>();
        ItipReader.parts(calendar).stream()
                .flatMap(part -> part.parts("VEVENT"))
                .limit(1)
                .flatMap(event -> event.all("ATTACH"))
                .limit(MAX_FILES)
                .forEach(line -> add(files, line));
        return files;
    }

    private static void add(List<MeetingFile> files, ContentLine line) {
        String value = line.value().strip();
        String type = bounded(line.parameter("FMTTYPE"));
        if (line.parameter("ENCODING").equalsIgnoreCase("BASE64")) {
            try {
                files.add(new MeetingFile(
                        name(line, "attachment"),
                        type,
                        "",
                        Base64.getMimeDecoder().decode(value)));
            } catch (IllegalArgumentException _) {
                // what cannot be read is left out
            }
        } else if (isAddress(value)) {
            files.add(new MeetingFile(name(line, bounded(value)), type, value, new byte[0]));
        }
    }

    /** Programs write the name of a file in one of several parameters. */
    private static String name(ContentLine line, String otherwise) {
        for (String parameter : List.of("FILENAME", "X-FILENAME", "X-ORACLE-FILENAME")) {
            String name = bounded(line.parameter(parameter)
                    .replaceAll("[\\p{Cntrl}/\\\\]", " ")
                    .strip());
            if (!name.isEmpty()) {
                return name;
            }
        }
        return otherwise;
    }

    private static String bounded(String text) {
        int end = Math.min(text.length(), MAX_NAME);
        return text.substring(0, end > 0 && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end);
    }

    private static boolean isAddress(String value) {
        if (value.length() > MAX_ADDRESS) {
            return false;
        }
        try {
            String scheme = new URI(value).getScheme();
            return scheme != null && SCHEMES.contains(scheme.toLowerCase(Locale.ROOT));
        } catch (URISyntaxException _) {
            return false;
        }
    }
}
