package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** An administrator and a program share a calendar: cmdlets and Graph show the same permissions. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CalendarSharingTest {
    private static final String FOLDER = "team@contoso.example:\\Calendar";
    private static final String PERMISSIONS = "/v1.0/users/team@contoso.example/calendar/calendarPermissions";

    private TestPostern postern;
    private Administration admin;
    private String token;

    @BeforeAll
    void start() {
        postern = TestPostern.start();
        admin = postern.admin("contoso.example");
        admin.sharedMailbox("team");
        admin.sharedMailbox("megan");
        token = admin.token(admin.app("sharing", "Calendars.ReadWrite"));
    }

    @AfterAll
    void stop() {
        postern.close();
    }

    private Answer get(String path) {
        return admin.http().get(PERMISSIONS + path, token).expect(200);
    }

    @Test
    void bothShowOneState() {
        admin.cmdlet("Add-MailboxFolderPermission", "Identity", FOLDER, "User", "megan", "AccessRights", "Reviewer");
        var megan = get("").json().at("/value/1");
        assertEquals("read", megan.at("/role").asString());
        assertEquals("megan@contoso.example", megan.at("/emailAddress/address").asString());

        String id = megan.at("/id").asString();
        admin.http()
                .send("PATCH", PERMISSIONS + "/" + id, token, "application/json", "{\"role\":\"write\"}")
                .expect(200);
        assertEquals(
                "[\"Editor\"]",
                admin.cmdlet("Get-MailboxFolderPermission", "Identity", FOLDER, "User", "megan")
                        .at("/0/AccessRights")
                        .toString());

        admin.cmdlet("Set-MailboxFolderPermission", "Identity", FOLDER, "User", "megan", "AccessRights", "Author");
        assertEquals("custom", get("/" + id).json().at("/role").asString());

        admin.cmdlet("Remove-MailboxFolderPermission", "Identity", FOLDER, "User", "megan");
        admin.http().get(PERMISSIONS + "/" + id, token).expect(404);
        assertEquals(1, get("").json().at("/value").size());
    }

    @Test
    void aProgramCannotRunTheCmdletsAndAnAdministratorNeedsNoCalendarPermission() {
        String cmdlet =
                "{\"CmdletInput\":{\"CmdletName\":\"Get-CalendarProcessing\",\"Parameters\":{\"Identity\":\"team\"}}}";
        String path = "/adminapi/beta/" + admin.tenantId() + "/InvokeCommand";
        assertEquals(401, admin.http().post(path, token, cmdlet).status());
        assertEquals(
                200,
                admin.http()
                        .post(path, admin.token(Administration.EXCHANGE), cmdlet)
                        .status());
        assertEquals(
                403,
                admin.http()
                        .get(PERMISSIONS, admin.token(admin.app("mail", "Mail.ReadWrite")))
                        .status());
    }
}
