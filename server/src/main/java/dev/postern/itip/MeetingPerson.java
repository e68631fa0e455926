package dev.postern.itip;

/**
 * The organizer or an attendee.
 *
 * @param name empty if there is none
 *
 * @param address an SMTP address
 *
 * @param sentBy the address of who acts for this person; empty if there is none
 */
public record MeetingPerson(String name, String address, String sentBy) {}
