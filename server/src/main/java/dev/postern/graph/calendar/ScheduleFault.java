package dev.postern.graph.calendar;

import dev.postern.http.Json;
import tools.jackson.databind.node.ObjectNode;

/** Why one entry of a schedule has no times. The call succeeds nevertheless. */
record ScheduleFault(String responseCode, String message) {
    static ScheduleFault unresolved(String name) {
        return new ScheduleFault(
                "5009", "Unable to resolve e-mail address <" + name + "> to an Active Directory object.");
    }

    static ScheduleFault noMailbox() {
        return new ScheduleFault("5016", "Proxy web request failed.");
    }

    static ScheduleFault tooManyMembers(int allowed) {
        return new ScheduleFault(
                "ErrorFreeBusyDLLimitReached",
                "The groups of the request contain too many members. The allowed size = " + allowed + ".");
    }

    static ScheduleFault tooManyItems(int allowed, int counted) {
        return new ScheduleFault(
                "5006",
                "The result set contains too many calendar entries. The allowed size = " + allowed
                        + "; the actual size = " + counted + ".");
    }

    static ScheduleFault noAccess() {
        return new ScheduleFault(
                "ErrorNoFreeBusyAccess", "The calendar does not show its free/busy times to the requesting mailbox.");
    }

    ObjectNode json() {
        return Json.object().put("message", message).put("responseCode", responseCode);
    }
}
