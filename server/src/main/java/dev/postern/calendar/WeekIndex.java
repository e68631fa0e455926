package dev.postern.calendar;

/** Which of the matching days of a month a relative pattern means. */
public enum WeekIndex {
    FIRST(1),
    SECOND(2),
    THIRD(3),
    FOURTH(4),
    LAST(-1);

    private final int position;

    WeekIndex(int position) {
        this.position = position;
    }

    /** From the start of the month, or from its end if negative; {@code BYSETPOS} of iCalendar. */
    public int position() {
        return position;
    }
}
