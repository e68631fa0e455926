package dev.postern.gate;

import static dev.postern.mailbox.MailFixture.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.TestCore;
import dev.postern.access.AccessRight;
import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.audit.AuditEntry;
import dev.postern.directory.Group;
import dev.postern.directory.RecipientType;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.User;
import dev.postern.mailbox.event.CalendarRights.FreeBusy;
import dev.postern.mailbox.event.CalendarRole;
import dev.postern.mailbox.event.Grantee;
import dev.postern.mailbox.event.ScheduledItem;
import dev.postern.mailbox.setting.CalendarConfiguration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one mailbox is shown of the time of others, and which of them exist for the caller. */
class ScheduleGateTest {
    private static final Operation READ = GateFixture.mailbox(Area.CALENDAR, Form.READ, "Calendars.ReadWrite");
    private static final Operation WRITE = GateFixture.mailbox(Area.CALENDAR, Form.WRITE, "Calendars.ReadWrite");
    private static final Instant FROM = Instant.parse("2026-12-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2026-12-02T00:00:00Z");

    private final GateFixture fixture = new GateFixture();
    private ServicePrincipal app;
    private User anna;
    private User berta;

    @BeforeEach
    void start() {
        app = fixture.app("app", "Calendars.ReadWrite");
        anna = fixture.user("anna");
        berta = fixture.user("berta");
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private CalendarWriter writer(User owner) {
        return fixture.gate.openMailbox(
                fixture.caller(app), WRITE, owner.id().toString(), MailboxOpening.CALENDAR_WRITE);
    }

    private CalendarReader reader(Caller caller) {
        return fixture.gate.openMailbox(caller, READ, anna.id().toString(), MailboxOpening.CALENDAR_READ);
    }

    private Schedule find(String name) {
        try (CalendarReader reader = reader(fixture.caller(app))) {
            return reader.schedules().find(name);
        }
    }

    private int found(String name) {
        return ((Schedule.Found) find(name)).calendars().size();
    }

    /** The target and the verdict of each entry of schedules, without those of the mailbox in the path. */
    private List<String> audited(List<AuditEntry> entries) {
        return entries.stream()
                .filter(entry -> entry.operation().equals(READ.name()))
                .filter(entry -> !entry.target().equals(anna.id().toString()))
                .map(entry -> entry.target().replace("@" + fixture.domain, "") + " " + entry.verdict())
                .sorted()
                .toList();
    }

    private User put(String login, @Nullable MailboxId mailbox) {
        return fixture.here.put(
                fixture.contoso,
                new User(
                        new ObjectId(fixture.here.uuid()),
                        fixture.now.get(),
                        login,
                        fixture.at(login),
                        true,
                        null,
                        mailbox,
                        Map.of()));
    }

    @Test
    void theAuditNamesAMemberByItsAddress() {
        User named = fixture.here.put(
                fixture.contoso,
                new User(
                        berta.id(),
                        berta.createdAt(),
                        "berta",
                        fixture.at("login"),
                        true,
                        berta.recipient(),
                        berta.mailbox(),
                        Map.of()));
        fixture.here.group(fixture.contoso, "team", named.id());
        assertEquals(1, found(fixture.at("team")));
        assertEquals(List.of("team (berta) granted"), audited(fixture.audit(named)));
    }

    private void add(Group group, ObjectId member) {
        fixture.here.directory().change(fixture.contoso.id(), TestCore.ACTOR, draft -> {
            draft.addMember(group.id(), member);
            return true;
        });
    }

    @Test
    void aMailboxIsFoundByEachOfItsNames() {
        for (String name : List.of(
                fixture.at("berta"), fixture.at("berta.alias"), berta.id().toString())) {
            assertEquals(1, found(name));
        }
        assertEquals(
                List.of("berta granted", "berta.alias granted", berta.id() + " granted").stream()
                        .sorted()
                        .toList(),
                audited(fixture.audit(berta)));
        assertSame(Schedule.UNRESOLVED, find(fixture.at("unknown")));
        assertEquals(List.of("unknown not found"), audited(fixture.audit()));
        put("without", new MailboxId(fixture.here.uuid()));
        assertSame(Schedule.UNRESOLVED, find(fixture.at("without")), "it has no address");
        fixture.here.user(fixture.contoso, RecipientType.MAIL_USER, "away", "away", null);
        assertEquals(new Schedule.NoMailbox(), find(fixture.at("away")));
    }

    @Test
    void aMailboxThatTheCallerMayNotReachLooksAsOneThatDoesNotExist() {
        Group scope = fixture.here.group(fixture.contoso, "scope", anna.id());
        fixture.here.group(fixture.contoso, "team", anna.id(), berta.id());
        assertEquals(2, found(fixture.at("team")));
        fixture.policy(app, AccessRight.RESTRICT_ACCESS, scope);
        assertSame(Schedule.UNRESOLVED, find(fixture.at("berta")));
        assertSame(Schedule.UNRESOLVED, find(fixture.at("team")));
        assertEquals(List.of("berta denied", "team (berta) granted"), audited(fixture.audit(berta)));
        assertEquals(List.of("team denied", "team granted"), audited(fixture.audit()));
    }

    @Test
    void eachMemberOfAGroupIsDecided() {
        User carla = fixture.user("carla");
        User without = put("without", new MailboxId(fixture.here.uuid()));
        Group inner = fixture.here.group(
                fixture.contoso, "inner", carla.id(), put("none", null).id());
        Group team = fixture.here.group(fixture.contoso, "team", anna.id(), berta.id(), inner.id(), without.id());
        add(inner, team.id());
        add(inner, berta.id());
        add(inner, app.id());
        assertEquals(4, found(fixture.at("team")), "each once");
        assertEquals(List.of("team (carla) granted"), audited(fixture.audit(carla)));
        assertEquals(List.of("team (without) granted"), audited(fixture.audit(without)));
        fixture.policy(app, AccessRight.DENY_ACCESS, fixture.here.group(fixture.contoso, "denied", carla.id()));
        assertEquals(3, found(fixture.at("team")), "without the one that is denied");
        assertEquals(List.of("team (carla) denied", "team (carla) granted"), audited(fixture.audit(carla)));
        fixture.here.group(fixture.contoso, "only carla", carla.id());
        assertSame(Schedule.UNRESOLVED, find(fixture.at("only carla")));
    }

    @Test
    void theMembersOfARequestAreBounded() {
        Group g60 = fixture.here.group(fixture.contoso, "g60", users("a", 60));
        add(g60, put("without a mailbox", null).id());
        fixture.here.group(fixture.contoso, "g41", users("b", 41));
        fixture.here.group(fixture.contoso, "g40", users("c", 40));
        fixture.here.group(fixture.contoso, "g1", berta.id());
        try (CalendarReader reader = reader(fixture.caller(app))) {
            ScheduleReader schedules = reader.schedules();
            assertTrue(schedules.find(fixture.at("g60")) instanceof Schedule.Found all
                    && all.calendars().size() == 60);
            assertEquals(new Schedule.TooManyMembers(100), schedules.find(fixture.at("g41")));
            assertTrue(schedules.find(fixture.at("g40")) instanceof Schedule.Found all
                    && all.calendars().size() == 40);
            assertEquals(new Schedule.TooManyMembers(100), schedules.find(fixture.at("g1")));
            assertTrue(schedules.find(fixture.at("berta")) instanceof Schedule.Found);
        }
    }

    private ObjectId[] users(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> fixture.user(prefix + i).id())
                .toArray(ObjectId[]::new);
    }

    private FreeBusyReader calendar(String name) {
        return ((Schedule.Found) find(name)).calendars().getFirst();
    }

    private FreeBusy right() {
        return calendar(fixture.at("berta")).right();
    }

    private void permit(Grantee grantee, CalendarRole role) {
        try (CalendarWriter writer = writer(berta)) {
            writer.putPermission(writer.defaultCalendarId(), grantee, role.rights());
        }
    }

    @Test
    void whatIsShownIsWhatTheCalendarPermits() {
        assertEquals(FreeBusy.EVERYTHING, calendar(fixture.at("anna")).right(), "to the owner");
        assertEquals(FreeBusy.TIMES, right(), "without an entry");
        permit(Grantee.EVERYBODY, CalendarRole.NONE);
        assertEquals(FreeBusy.NONE, right());
        permit(Grantee.EVERYBODY, CalendarRole.LIMITED_READ);
        assertEquals(FreeBusy.DETAILS, right());
        permit(Grantee.ANONYMOUS, CalendarRole.NONE);
        assertEquals(FreeBusy.DETAILS, right());
        Group team = fixture.here.group(fixture.contoso, "team", anna.id());
        Group staff = fixture.here.group(fixture.contoso, "staff", team.id());
        Group others = fixture.here.group(fixture.contoso, "others", berta.id());
        permit(Grantee.inside(team.id(), "team", fixture.at("team")), CalendarRole.NONE);
        permit(Grantee.inside(others.id(), "others", fixture.at("others")), CalendarRole.DELEGATE_WITH_PRIVATE);
        assertEquals(FreeBusy.NONE, right(), "an entry of a group replaces that for everybody");
        permit(Grantee.inside(staff.id(), "staff", fixture.at("staff")), CalendarRole.FREE_BUSY_READ);
        assertEquals(FreeBusy.TIMES, right(), "the best one of all groups");
        permit(Grantee.inside(anna.id(), "anna", fixture.at("anna")), CalendarRole.NONE);
        assertEquals(FreeBusy.NONE, right(), "an entry of the person replaces those of groups");
        permit(Grantee.inside(anna.id(), "anna", fixture.at("anna")), CalendarRole.DELEGATE_WITH_PRIVATE);
        assertEquals(FreeBusy.EVERYTHING, right());
    }

    @Test
    void theTimesOfTheDefaultCalendarAreShown() {
        try (CalendarWriter writer = writer(berta)) {
            writer.createEvent(
                    writer.defaultCalendarId(),
                    json("{'subject':'meeting','location':{'displayName':'room'},"
                            + "'start':{'dateTime':'2026-12-01T09:00:00.0000000','timeZone':'UTC'},"
                            + "'end':{'dateTime':'2026-12-01T10:00:00.0000000','timeZone':'UTC'}}"),
                    List.of());
        }
        var memory = new HeldMemory();
        try (CalendarReader reader = reader(GateFixture.counted(fixture.caller(app), memory))) {
            FreeBusyReader calendar = ((Schedule.Found) reader.schedules().find(fixture.at("berta")))
                    .calendars()
                    .getFirst();
            List<ScheduledItem> items = calendar.within(FROM, TO, ZoneOffset.UTC, true, 10);
            assertEquals(
                    List.of("meeting"),
                    items.stream().map(ScheduledItem::subject).toList());
            assertEquals("room", items.getFirst().location());
            assertTrue(memory.held() > 0);
            assertEquals(List.of(), calendar.within(TO, TO.plusSeconds(1), ZoneOffset.UTC, true, 10));
            assertEquals(CalendarConfiguration.DEFAULT, calendar.configuration());
        }
    }
}
