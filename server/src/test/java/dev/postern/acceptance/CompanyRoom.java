package dev.postern.acceptance;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** A room of the model. Organizers change its meetings one after the other, so that the model knows who books first. */
record CompanyRoom(String name, ReentrantLock lock, List<CompanyMeeting> meetings) {
    CompanyRoom(String name) {
        this(name, new ReentrantLock(), new ArrayList<>());
    }

    boolean isFree(CompanyMeeting forMeeting, Collection<CompanySlot> wanted) {
        for (CompanyMeeting meeting : meetings) {
            CompanyCopy copy = meeting.copies.get(name);
            if (meeting != forMeeting && copy != null) {
                for (CompanySlot taken : copy.active()) {
                    if (wanted.stream().anyMatch(taken::overlaps)) {
                        return false;
                    }
                }
            }
        }
        return true;
    }
}
