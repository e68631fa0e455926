package dev.postern.mailbox.event;

import java.time.ZoneId;

/**
 * The settings of a room or an equipment that decide about requests, by their names in {@code Set-CalendarProcessing}.
 *
 * @param reservable whether it can be booked at all: its BookingType is not Reserved
 * @param maximumDurationInMinutes zero for no limit
 * @param additionalResponse added to each response; empty for nothing
 * @param zone of its mailbox, for dates and for texts
 */
public record BookingRules(
        boolean reservable,
        boolean allowConflicts,
        boolean allowRecurringMeetings,
        boolean enforceSchedulingHorizon,
        int bookingWindowInDays,
        int maximumDurationInMinutes,
        int conflictPercentageAllowed,
        int maximumConflictInstances,
        boolean scheduleOnlyDuringWorkHours,
        boolean enableResponseDetails,
        boolean organizerInfo,
        String additionalResponse,
        ZoneId zone) {
    static BookingRules of(CalendarProcessing processing, ZoneId zone) {
        return new BookingRules(
                !processing.text("BookingType").equals("Reserved"),
                processing.flag("AllowConflicts"),
                processing.flag("AllowRecurringMeetings"),
                processing.flag("EnforceSchedulingHorizon"),
                processing.number("BookingWindowInDays"),
                processing.number("MaximumDurationInMinutes"),
                processing.number("ConflictPercentageAllowed"),
                processing.number("MaximumConflictInstances"),
                processing.flag("ScheduleOnlyDuringWorkHours"),
                processing.flag("EnableResponseDetails"),
                processing.flag("OrganizerInfo"),
                processing.flag("AddAdditionalResponse") ? processing.text("AdditionalResponse") : "",
                zone);
    }
}
