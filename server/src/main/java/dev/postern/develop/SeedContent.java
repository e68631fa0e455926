package dev.postern.develop;

import dev.postern.calendar.WallTimes;
import dev.postern.compute.Deadline;
import dev.postern.delivery.ContentSeed;
import dev.postern.directory.DirectoryObject;
import dev.postern.directory.User;
import dev.postern.http.Json;
import dev.postern.mailbox.Address;
import dev.postern.mailbox.TemporaryFiles;
import dev.postern.mailbox.mime.MimeIn;
import dev.postern.mailbox.mime.MimeRefused;
import dev.postern.mailbox.mime.ParsedMime;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes messages and events of a seed file. Everything that can be wrong is noticed here, before anything is written. */
final class SeedContent implements AutoCloseable {
    private static final Pattern PERSON = Pattern.compile("([^<>]{0,256})<([^<>\\s@]{1,64}@[^<>\\s@]{1,190})>\\s*");
    private static final Pattern ADDRESS = Pattern.compile("[^<>\\s@]{1,64}@[^<>\\s@]{1,190}");

    private final SeedNames names;
    private final Instant now;
    private final TemporaryFiles temporary;
    private final List<ContentSeed.Mail> mail = new ArrayList<>();
    private final List<ContentSeed.Event> events = new ArrayList<>();
    private final List<ParsedMime> parsed = new ArrayList<>();

    SeedContent(SeedNames names, Instant now, TemporaryFiles temporary) {
        this.names = names;
        this.now = now;
        this.temporary = temporary;
    }

    List<ContentSeed.Mail> mail() {
        return mail;
    }

    List<ContentSeed.Event> events() {
        return events;
    }

    /** @throws DevelopFailure if something cannot be stored */
    void add(SeedFile file) {
        file.mail().forEach(this::mail);
        file.events().forEach(this::event);
    }

    private void mail(SeedFile.SeedMail one) {
        List<User> to = one.to().stream()
                .map(name -> owner(one.place() + ".to", name))
                .distinct()
                .toList();
        Instant received = one.received() == null ? now : one.received();
        if (one.type().equals("eml")) {
            ParsedMime mime = parse(one, received);
            Instant sent = mime.sent() == null ? received : mime.sent();
            byte[] original = bytes(one);
            to.forEach(user -> mail.add(new ContentSeed.Mail(
                    mailbox(user), mime.message(), mime.attachments(), received, sent, one.read(), original)));
            return;
        }
        Address from = person(one.place() + ".from", Objects.requireNonNull(one.from()));
        ObjectNode message = message(one, from, to, received);
        to.forEach(user -> mail.add(
                new ContentSeed.Mail(mailbox(user), message, List.of(), received, received, one.read(), null)));
    }

    private static ContentSeed.Target mailbox(User user) {
        return new ContentSeed.Target(Objects.requireNonNull(user.mailbox()), user.id());
    }

    private User owner(String place, String name) {
        DirectoryObject found = names.find(place, name);
        if (found instanceof User user && user.mailbox() != null) {
            return user;
        }
        throw DevelopFailure.invalid("'" + place + "': '" + name + "' has no mailbox.");
    }

    private static Address person(String place, String text) {
        Matcher named = PERSON.matcher(text);
        if (named.matches()) {
            String name = named.group(1).strip().replaceAll("^\"|\"$", "");
            return new Address(name.isEmpty() ? null : name.replaceAll("\\p{Cntrl}", " "), named.group(2));
        }
        String bare = text.strip();
        if (!ADDRESS.matcher(bare).matches()) {
            throw DevelopFailure.invalid("'" + place + "' must be an address, or NAME <ADDRESS>.");
        }
        return new Address(null, bare);
    }

    private static ObjectNode message(SeedFile.SeedMail one, Address from, List<User> to, Instant received) {
        ObjectNode message = Json.object();
        String subject = one.subject() == null ? "" : one.subject();
        String address = Objects.requireNonNull(from.address());
        String id = "<" + UUID.randomUUID() + "@" + address.substring(address.lastIndexOf('@') + 1) + ">";
        message.put("subject", subject);
        message.set("from", from.recipient());
        message.set("sender", from.recipient());
        ArrayNode recipients = message.putArray("toRecipients");
        to.forEach(user -> recipients.add(new Address(
                        user.displayName(),
                        Objects.requireNonNull(user.recipient()).primaryAddress())
                .recipient()));
        message.putObject("body").put("contentType", one.type()).put("content", one.content());
        message.put("internetMessageId", id);
        ArrayNode headers = message.putArray("internetMessageHeaders");
        header(headers, "From", from.name() == null ? address : from.name() + " <" + address + ">");
        header(headers, "Subject", subject);
        header(headers, "Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(received.atOffset(ZoneOffset.UTC)));
        header(headers, "Message-ID", id);
        header(headers, "MIME-Version", "1.0");
        return message;
    }

    private static void header(ArrayNode headers, String name, String value) {
        if (!value.isEmpty()) {
            headers.addObject().put("name", name).put("value", value);
        }
    }

    private ParsedMime parse(SeedFile.SeedMail one, Instant received) {
        try {
            ParsedMime mime = MimeIn.read(new ByteArrayInputStream(bytes(one)), received, temporary, Deadline.none());
            parsed.add(mime);
            if (mime.message().path("internetMessageHeaders").isEmpty()) {
                throw DevelopFailure.invalid("'" + one.place() + ".eml' has no header.");
            }
            return mime;
        } catch (MimeRefused e) {
            throw DevelopFailure.invalid("'" + one.place() + ".eml' is no message: " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(SeedFile.SeedMail one) {
        return one.content().getBytes(StandardCharsets.UTF_8);
    }

    private void event(SeedFile.SeedEvent one) {
        ObjectNode event = Json.object().put("subject", one.subject());
        event.set("start", time(one.start(), one.timeZone()));
        event.set("end", time(one.end(), one.timeZone()));
        if (one.location() != null) {
            event.putArray("locations").addObject().put("displayName", one.location());
        }
        User owner = owner(one.place() + ".mailbox", one.mailbox());
        events.add(new ContentSeed.Event(mailbox(owner), event));
    }

    private static ObjectNode time(LocalDateTime wall, String zone) {
        return Json.object().put("dateTime", WallTimes.format(wall)).put("timeZone", zone);
    }

    @Override
    public void close() {
        parsed.forEach(ParsedMime::close);
    }
}
