package dev.postern.graph.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.graph.Answer;
import dev.postern.graph.GraphFixture.Client;
import java.util.List;

/** What the tests of cases from the field share. */
final class DirectoryCases {
    static final String APPS = "/v1.0/applications";
    static final String[] ADMIN = {
        "Application.ReadWrite.All", "User.ReadWrite.All", "Group.ReadWrite.All", "Directory.Read.All"
    };

    private DirectoryCases() {}

    static Answer good(int status, Answer answer) {
        assertEquals(status, answer.status(), answer::toString);
        return answer;
    }

    static void refused(int status, String text, Answer answer) {
        assertEquals(status, answer.status(), answer::toString);
        assertTrue(answer.text().contains(text), answer::toString);
    }

    static String app(Client admin, String name) {
        return good(201, admin.post(APPS, "{'displayName':'" + name + "'}")).id();
    }

    static String user(Client admin, String name) {
        return good(
                        201,
                        admin.post(
                                "/v1.0/users",
                                "{'accountEnabled':true,'displayName':'" + name + "','mailNickname':'" + name
                                        + "','userPrincipalName':'" + name
                                        + "@contoso.example','passwordProfile':{'password':'x1!Y'}}"))
                .id();
    }

    static String group(Client admin, String name, String more) {
        return good(
                        201,
                        admin.post(
                                "/v1.0/groups",
                                "{'displayName':'" + name + "','mailEnabled':false,'mailNickname':'" + name
                                        + "','securityEnabled':true" + more + "}"))
                .id();
    }

    static String ref(String id) {
        return "{'@odata.id':'https://graph.microsoft.com/v1.0/directoryObjects/" + id + "'}";
    }

    static List<String> ids(Answer answer) {
        return good(200, answer)
                .json()
                .path("value")
                .valueStream()
                .map(one -> one.isString() ? one.stringValue() : one.path("id").asString())
                .toList();
    }
}
