package dev.postern.graph.calendar;

import java.time.LocalDate;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The global object id of an event, which is the same in every mailbox. It is hexadecimal text: a constant, the original date of an
 * occurrence, and the rest. Events from elsewhere have a UID of any form instead.
 */
final class GlobalId {
    private static final String CONSTANT = "040000008200E00074C5B7101A82E008";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final int DATE_DIGITS = 8;
    private static final int LENGTH = 112;

    private GlobalId() {}

    /** The id of an occurrence of a series; with null, of the series. */
    static String of(String uid, @Nullable LocalDate originalDate) {
        if (originalDate == null || uid.length() != LENGTH || !uid.startsWith(CONSTANT)) {
            return uid;
        }
        return CONSTANT
                + HEX.toHexDigits((short) originalDate.getYear())
                + HEX.toHexDigits((byte) originalDate.getMonthValue())
                + HEX.toHexDigits((byte) originalDate.getDayOfMonth())
                + uid.substring(CONSTANT.length() + DATE_DIGITS);
    }
}
