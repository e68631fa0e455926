package dev.postern.develop;

import dev.postern.calendar.ZoneName;
import dev.postern.calendar.ZoneNames;
import dev.postern.http.BodyTooLarge;
import dev.postern.http.Json;
import dev.postern.http.MalformedJson;
import dev.postern.http.MemoryLease;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads seed files. Everything that is unknown or too large is refused with its place; what depends on the tenant is checked later. */
public final class SeedReader {
    /** The maximum size of a file. */
    public static final int MAX_BYTES = 16 << 20;

    static final int MAX_NAME = 256;
    private static final int MAX_ELEMENTS = 10_000;
    private static final int MAX_APPS = 1_000;
    private static final int MAX_PERMISSIONS = 100;
    private static final int MAX_RECIPIENTS = 100;
    private static final int MAX_SUBJECT = 255;
    private static final int MAX_CONTENT = 8 << 20;
    private static final Instant EARLIEST = Instant.parse("1980-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");
    private static final List<String> CONTENTS = List.of("text", "html", "eml");

    private SeedReader() {}

    /** @throws DevelopFailure if it is no seed file */
    public static SeedFile read(byte[] content, MemoryLease memory) {
        if (content.length > MAX_BYTES) {
            throw tooLarge();
        }
        try {
            return read(Json.parse(content, memory));
        } catch (JacksonException | MalformedJson e) {
            throw DevelopFailure.invalid("The seed file is not valid JSON.");
        } catch (BodyTooLarge e) {
            throw tooLarge();
        }
    }

    private static DevelopFailure tooLarge() {
        return DevelopFailure.invalid("The seed file is larger than " + MAX_BYTES + " bytes.");
    }

    static SeedFile read(JsonNode json) {
        SeedMembers root =
                SeedMembers.of("", json, Set.of("mailboxes", "groups", "apps", "policies", "mail", "events"));
        return new SeedFile(
                root.list("mailboxes", MAX_ELEMENTS, Set.of("alias", "displayName", "shared")).stream()
                        .map(one -> new SeedFile.SeedMailbox(
                                one.place(),
                                one.required("alias", MAX_NAME),
                                one.text("displayName", MAX_NAME),
                                one.flag("shared", false)))
                        .toList(),
                root.list("groups", MAX_ELEMENTS, Set.of("alias", "displayName", "members")).stream()
                        .map(one -> new SeedFile.SeedGroup(
                                one.place(),
                                one.required("alias", MAX_NAME),
                                one.text("displayName", MAX_NAME),
                                one.texts("members", MAX_ELEMENTS, MAX_NAME)))
                        .toList(),
                root.list("apps", MAX_APPS, Set.of("name", "permissions", "onlyTo")).stream()
                        .map(one -> new SeedFile.SeedApp(
                                one.place(),
                                one.required("name", MAX_NAME),
                                one.texts("permissions", MAX_PERMISSIONS, MAX_NAME),
                                one.texts("onlyTo", MAX_ELEMENTS, MAX_NAME)))
                        .toList(),
                root.list("policies", MAX_APPS, Set.of("app", "scope", "right", "description")).stream()
                        .map(one -> new SeedFile.SeedPolicy(
                                one.place(),
                                one.required("app", MAX_NAME),
                                one.required("scope", MAX_NAME),
                                one.required("right", MAX_NAME),
                                one.text("description", MAX_NAME)))
                        .toList(),
                root
                        .list(
                                "mail",
                                MAX_ELEMENTS,
                                Set.of("to", "from", "subject", "text", "html", "eml", "received", "read"))
                        .stream()
                        .map(SeedReader::mail)
                        .toList(),
                root
                        .list(
                                "events",
                                MAX_ELEMENTS,
                                Set.of("mailbox", "subject", "start", "end", "timeZone", "location"))
                        .stream()
                        .map(SeedReader::event)
                        .toList());
    }

    private static SeedFile.SeedMail mail(SeedMembers one) {
        List<String> given = CONTENTS.stream()
                .filter(name -> one.text(name, MAX_CONTENT) != null)
                .toList();
        if (given.size() > 1) {
            throw DevelopFailure.invalid(
                    "'" + one.place() + "' has several contents: " + String.join(", ", given) + ". One is possible.");
        }
        String type = given.isEmpty() ? "text" : given.getFirst();
        boolean eml = type.equals("eml");
        List<String> to = one.texts("to", MAX_RECIPIENTS, MAX_NAME);
        if (to.isEmpty()) {
            throw DevelopFailure.invalid("'" + one.path("to") + "' is missing.");
        }
        String from = eml ? one.text("from", 2 * MAX_NAME) : one.required("from", 2 * MAX_NAME);
        String subject = one.text("subject", MAX_SUBJECT);
        if (eml && (from != null || subject != null)) {
            throw DevelopFailure.invalid(
                    "'" + one.place() + "' has an eml, which contains the sender and the subject.");
        }
        String content = given.isEmpty() ? "" : one.required(type, MAX_CONTENT);
        return new SeedFile.SeedMail(
                one.place(), to, from, subject, type, content, received(one), one.flag("read", false));
    }

    private static @Nullable Instant received(SeedMembers one) {
        String text = one.text("received", MAX_NAME);
        if (text == null) {
            return null;
        }
        try {
            Instant time = text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")
                    ? Instant.parse(text + "T00:00:00Z")
                    : OffsetDateTime.parse(text).toInstant();
            if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
                throw DevelopFailure.invalid(
                        "'" + one.path("received") + "' must be between " + EARLIEST + " and " + LATEST + ".");
            }
            return time;
        } catch (DateTimeException e) {
            throw DevelopFailure.invalid("'" + one.path("received")
                    + "' must be a time with its offset, such as 2026-03-01T08:30:00Z, or a date.");
        }
    }

    private static SeedFile.SeedEvent event(SeedMembers one) {
        String zone = one.text("timeZone", MAX_NAME);
        String name = ZoneNames.find(zone == null ? "UTC" : zone)
                .map(ZoneName::name)
                .orElseThrow(() ->
                        DevelopFailure.invalid("'" + one.path("timeZone") + "' is no time zone: '" + zone + "'."));
        LocalDateTime start = time(one, "start", zone);
        LocalDateTime end = time(one, "end", zone);
        if (end.isBefore(start)) {
            throw DevelopFailure.invalid("'" + one.path("end") + "' is before its start.");
        }
        String subject = one.text("subject", MAX_SUBJECT);
        return new SeedFile.SeedEvent(
                one.place(),
                one.required("mailbox", MAX_NAME),
                subject == null ? "" : subject,
                start,
                end,
                name,
                one.text("location", MAX_SUBJECT));
    }

    /** A time without offset is in the event's zone; one with an offset is possible if the event has no other zone. */
    private static LocalDateTime time(SeedMembers one, String name, @Nullable String zone) {
        String text = one.required(name, MAX_NAME);
        try {
            LocalDateTime time = zone == null && Stream.of("Z", "+", "-").anyMatch(sign -> text.lastIndexOf(sign) > 10)
                    ? LocalDateTime.ofInstant(OffsetDateTime.parse(text).toInstant(), ZoneOffset.UTC)
                    : LocalDateTime.parse(text);
            Instant rough = time.toInstant(ZoneOffset.UTC);
            if (rough.isBefore(EARLIEST) || rough.isAfter(LATEST)) {
                throw DevelopFailure.invalid(
                        "'" + one.path(name) + "' must be between " + EARLIEST + " and " + LATEST + ".");
            }
            return time;
        } catch (DateTimeException e) {
            throw DevelopFailure.invalid("'" + one.path(name)
                    + "' must be a local time such as 2026-12-01T09:00, whose zone is 'timeZone'.");
        }
    }
}
