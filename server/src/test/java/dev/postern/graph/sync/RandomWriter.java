package dev.postern.graph.sync;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.graph.Answer;
import dev.postern.graph.GraphFixture.Client;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.JsonNode;

/** Changes a mailbox at random. What others have changed meanwhile is refused, which does not matter. */
final class RandomWriter {
    private static final List<String> PLACES = List.of("inbox", "archive", "drafts", "deleteditems", "junkemail");

    private final Client client;
    private final String box;
    private final Random random;

    RandomWriter(Client client, String box, Random random) {
        this.client = client;
        this.box = box;
        this.random = random;
    }

    /** What readers follow. */
    static List<String> collections() {
        return List.of(
                "/messages/delta",
                "/mailFolders/inbox/messages/delta",
                "/mailFolders/archive/messages/delta",
                "/mailFolders/deleteditems/messages/delta",
                "/mailFolders/delta",
                "/mailFolders/archive/childFolders/delta",
                "/contacts/delta",
                "/contactFolders/delta",
                "/calendarView/delta");
    }

    /** Creates the first objects. */
    void begin() {
        for (int i = 0; i < 10; i++) {
            message();
            folder();
            contact();
            event();
        }
    }

    void step() {
        switch (random.nextInt(20)) {
            case 0, 1, 2 -> message();
            case 3, 4 -> patch(anyMessage(), "{'isRead':" + random.nextBoolean() + "}");
            case 5 -> patch(anyMessage(), "{'subject':'s" + random.nextInt(1000) + "'}");
            case 6, 7 -> act(anyMessage(), "move", anyFolder());
            case 8 -> there(anyMessage());
            case 9 -> act(anyMessage(), "copy", anyFolder());
            case 10 -> send("DELETE", anyMessage(), "");
            case 11 -> send("POST", anyMessage() + "/permanentDelete", "{}");
            case 12 -> folder();
            case 13, 14 -> changeFolder();
            case 15, 16 -> changeContacts();
            default -> changeEvents();
        }
    }

    private void message() {
        send("POST", "/mailFolders/" + anyFolder() + "/messages", "{'subject':'m" + random.nextInt(1000) + "'}");
    }

    private void contact() {
        send("POST", "/contacts", "{'givenName':'c" + random.nextInt(1000) + "'}");
    }

    private void folder() {
        String name = "{'displayName':'f" + random.nextInt(1_000_000) + "'}";
        send("POST", random.nextBoolean() ? "/mailFolders/" + anyFolder() + "/childFolders" : "/mailFolders", name);
        send("POST", "/contactFolders", name);
    }

    /** To another folder and back. */
    private void there(String path) {
        Answer moved = act(path, "move", PLACES.get(random.nextInt(2)));
        if (moved.status() == 201) {
            act("/messages/" + moved.id(), "move", PLACES.get(random.nextInt(PLACES.size())));
        }
    }

    private void changeFolder() {
        String folder = "/mailFolders/" + own("/mailFolders/" + parentOfOwn() + "/childFolders");
        String name = "{'displayName':'g" + random.nextInt(1_000_000) + "'}";
        switch (random.nextInt(5)) {
            case 0 -> patch(folder, name);
            case 1 -> act(folder, "move", anyFolder());
            case 2 -> act(folder, "copy", PLACES.get(random.nextInt(2)));
            case 3 -> send("DELETE", folder, "");
            default -> send("POST", folder + "/permanentDelete", "{}");
        }
        String contacts = "/contactFolders/" + own("/contactFolders");
        if (random.nextBoolean()) {
            patch(contacts, name);
        } else {
            send("DELETE", contacts, "");
        }
    }

    private String parentOfOwn() {
        return random.nextInt(3) == 0 ? anyFolder() : random.nextBoolean() ? "msgfolderroot" : "archive";
    }

    private void changeContacts() {
        String contact = "/contacts/" + any("/contacts");
        switch (random.nextInt(4)) {
            case 0 -> contact();
            case 1 -> patch(contact, "{'surname':'s" + random.nextInt(1000) + "'}");
            case 2 -> send("DELETE", contact, "");
            default -> send("POST", contact + "/permanentDelete", "{}");
        }
    }

    private void event() {
        String day = day();
        String recurrence = switch (random.nextInt(3)) {
            case 0 -> "";
            case 1 ->
                ",'recurrence':{'pattern':{'type':'daily','interval':2},'range':{'type':'numbered','startDate':'" + day
                        + "','numberOfOccurrences':6}}";
            default ->
                ",'recurrence':{'pattern':{'type':'weekly','interval':1,'daysOfWeek':['monday','thursday']},"
                        + "'range':{'type':'noEnd','startDate':'" + day + "'}}";
        };
        send("POST", "/events", "{'subject':'e'," + times(day) + recurrence + "}");
    }

    private void changeEvents() {
        String event = "/events/" + any("/events");
        String occurrence = "/events/"
                + any("/calendarView", "?startDateTime=2027-02-20T00:00:00Z&endDateTime=2027-03-25T00:00:00Z&");
        switch (random.nextInt(8)) {
            case 0 -> event();
            case 1 -> patch(event, "{'subject':'e" + random.nextInt(1000) + "'}");
            case 2 -> patch(event, "{" + times(day()) + "}");
            case 3 ->
                patch(
                        event,
                        "{'recurrence':{'pattern':{'type':'daily','interval':3},'range':{'type':'numbered','startDate':'"
                                + day() + "','numberOfOccurrences':4}}}");
            case 4 -> patch(occurrence, "{" + times(day()) + "}");
            case 5 -> patch(occurrence, "{'subject':'o" + random.nextInt(1000) + "'}");
            case 6 -> send("DELETE", occurrence, "");
            default -> send("DELETE", event, "");
        }
    }

    private String day() {
        return "2027-0" + (2 + random.nextInt(2)) + "-" + (10 + random.nextInt(19));
    }

    private String times(String day) {
        int hour = 10 + random.nextInt(8);
        return "'start':{'dateTime':'" + day + "T" + hour + ":00:00','timeZone':'UTC'},'end':{'dateTime':'" + day + "T"
                + hour + ":30:00','timeZone':'UTC'}";
    }

    private String anyMessage() {
        return "/messages/" + any("/mailFolders/" + anyFolder() + "/messages");
    }

    /** A folder with a well-known name, or another one. */
    private String anyFolder() {
        return random.nextInt(4) > 0
                ? PLACES.get(random.nextInt(PLACES.size()))
                : own("/mailFolders/" + (random.nextBoolean() ? "msgfolderroot" : "archive") + "/childFolders");
    }

    /** A folder that was created by a writer; Archive if there is none. */
    private String own(String list) {
        var all = new ArrayList<String>();
        for (JsonNode folder : client.get(box + list + "?$top=100").json().path("value")) {
            if (folder.path("displayName").asString().matches("[fg]\\d.*")) {
                all.add(folder.path("id").asString());
            }
        }
        return all.isEmpty() ? "archive" : all.get(random.nextInt(all.size()));
    }

    private String any(String list) {
        return any(list, "?");
    }

    private String any(String list, String query) {
        List<String> all = client.get(box + list + query + "$top=30&$select=id").each("id");
        return all.isEmpty() ? "none" : all.get(random.nextInt(all.size()));
    }

    private Answer act(String path, String action, String to) {
        return send("POST", path + "/" + action, "{'destinationId':'" + to + "'}");
    }

    private void patch(String path, String body) {
        send("PATCH", path, body);
    }

    private Answer send(String method, String path, String body) {
        Answer answer = client.send(method, box + path, body.replace('\'', '"'), Map.of());
        assertTrue(
                answer.status() < 500
                        && (answer.status() != 403 || answer.message().contains("istinguished")),
                answer::toString);
        return answer;
    }
}
