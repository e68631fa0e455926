package dev.postern.acceptance;

import java.time.LocalDate;
import java.util.List;

/** The calendars of {@link CompanyYearTest} through one of the official SDKs. */
interface CompanyCaller {
    /** A response of Graph that is an error. */
    @SuppressWarnings("serial")
    final class Refused extends RuntimeException {
        private final int status;

        Refused(int status, String text) {
            super(status + " " + text);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    /** No response, because the server was killed. */
    @SuppressWarnings("serial")
    final class Unreachable extends RuntimeException {
        Unreachable(Throwable cause) {
            super(cause);
        }
    }

    CompanyEvent create(String user, CompanyWrite event);

    void change(String user, String id, CompanyWrite change);

    /** @param silent the organizer is not told */
    void act(String user, String id, String action, boolean silent);

    void delete(String user, String id);

    /** The events with this {@code iCalUId}: single ones and series. */
    List<CompanyEvent> find(String user, String uid);

    List<CompanyEvent> instances(String user, String id, LocalDate from, LocalDate to);

    List<CompanyEvent> view(String user, LocalDate from, LocalDate to);

    /** The subjects of all messages in the Inbox. */
    List<String> inbox(String user);
}
