package dev.postern.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.query.Literal;
import dev.postern.query.SearchExpression;
import dev.postern.query.SearchExpression.Bound;
import dev.postern.query.SearchExpression.Is;
import dev.postern.query.SearchExpression.Matching;
import dev.postern.query.SearchExpression.Within;
import dev.postern.query.SearchExpression.Words;
import dev.postern.query.SearchText;
import dev.postern.store.Engine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ObjectNode;

/** Random searches over random, changing messages, compared with a naive search that reads every message. */
class MailSearchDifferentialTest {
    private static final List<String> TEXTS = List.of(
            "Hello world",
            "hello",
            "HELLO-WORLD again and again",
            "world hello",
            "bob@fabrikam.example",
            "Bob Fabrikam",
            "ÄRGER!",
            "ärgerlich",
            "受信 収件箱",
            "件箱",
            "it's \"quoted\" 'text' \\ * : | & ( ) < -",
            "C++ (draft) - v1.2",
            "",
            "₂ ﬁ x\u0301y",
            "NOT OR AND NEAR",
            "a",
            "again again again and",
            "𐐀bc");
    private static final Map<String, List<String>> FIELDS = Map.of(
            "", List.of("from", "subject", "body"),
            "from", List.of("from"),
            "to", List.of("to"),
            "recipients", List.of("to", "cc", "bcc"),
            "participants", List.of("from", "to", "cc", "bcc"),
            "subject", List.of("subject"),
            "body", List.of("body"),
            "attachment", List.of("attachment"));

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);

    /** A message in the naive search: the values of each field, which it splits into words itself. */
    private record Known(ItemId id, Map<String, List<String>> fields) {}

    @ParameterizedTest
    @EnumSource(Engine.class)
    void everySearchFindsTheSameAsReadingEveryMessage(Engine engine) {
        System.out.println("MailSearchDifferentialTest: seed " + seed);
        int found = 0;
        try (var mail = new MailFixture(engine)) {
            var known = new ArrayList<Known>();
            List<FolderId> folders = List.of(
                    WellKnownFolder.INBOX.id(), WellKnownFolder.ARCHIVE.id(), WellKnownFolder.DELETEDITEMS.id());
            for (int round = 0; round < 260; round++) {
                change(mail, known, folders);
                SearchExpression search = search(3);
                FolderId folder = random.nextInt(3) == 0 ? pick(folders) : null;
                List<ItemId> expected = expected(mail, known, folder, search);
                found += expected.isEmpty() ? 0 : 1;
                List<ItemId> actual = mail
                        .mailboxes
                        .open(mail.mailbox)
                        .search()
                        .find(new SearchQuery(folder, search, null, 1000, Fields.COLUMNS))
                        .values()
                        .stream()
                        .map(Item::id)
                        .toList();
                assertEquals(expected, actual, () -> "seed " + seed + "\n" + search + " in " + folder);
            }
        }
        int some = found;
        assertTrue(found > 60, () -> "too few searches find anything: " + some);
    }

    private void change(MailFixture mail, List<Known> known, List<FolderId> folders) {
        mail.pass(Duration.ofMinutes(random.nextInt(3)));
        Items items = mail.mailboxes.open(mail.mailbox).items();
        if (known.size() < 5 || random.nextInt(2) == 0) {
            Map<String, List<String>> fields = fields();
            boolean draft = random.nextInt(4) == 0;
            List<NewAttachment> attachments = values(fields, "attachment").stream()
                    .map(name -> NewAttachment.file(name, null, new byte[random.nextInt(50)]))
                    .toList();
            Item item = items.create(
                    pick(folders), new NewMessage(message(fields), attachments, draft, true, time(mail), time(mail)));
            known.add(new Known(item.id(), fields));
            return;
        }
        int at = random.nextInt(known.size());
        ItemRef ref = ItemRef.of(known.get(at).id());
        switch (random.nextInt(4)) {
            case 0 -> {
                items.move(ref, pick(folders));
            }
            case 1 -> {
                items.purge(ref);
                known.remove(at);
            }
            case 2 -> {
                Item copy = items.copy(ref, pick(folders));
                known.add(new Known(copy.id(), known.get(at).fields()));
            }
            default -> {
                if (items.get(ref, Fields.COLUMNS).message().flags().draft()) {
                    Map<String, List<String>> fields = new HashMap<>(fields());
                    fields.put("attachment", known.get(at).fields().getOrDefault("attachment", List.of()));
                    items.update(ref, null, message(fields));
                    known.set(at, new Known(ref.id(), fields));
                }
            }
        }
    }

    private static List<String> values(Map<String, List<String>> fields, String field) {
        return fields.getOrDefault(field, List.of());
    }

    private Instant time(MailFixture mail) {
        return mail.instant().minus(Duration.ofHours(random.nextInt(72)));
    }

    private Map<String, List<String>> fields() {
        return Map.of(
                "subject", List.of(pick(TEXTS)),
                "body", List.of(pick(TEXTS) + " " + pick(TEXTS) + " " + pick(TEXTS)),
                "from", List.of(pick(TEXTS), pick(TEXTS)),
                "to", List.of(pick(TEXTS), pick(TEXTS), pick(TEXTS), pick(TEXTS)),
                "cc", List.of(pick(TEXTS), pick(TEXTS)),
                "bcc", List.of(pick(TEXTS), pick(TEXTS)),
                "attachment", random.nextBoolean() ? List.of() : List.of(pick(TEXTS), pick(TEXTS)));
    }

    private ObjectNode message(Map<String, List<String>> fields) {
        ObjectNode message = MailFixture.json("{'body':{'contentType':'text'}}");
        message.put("subject", values(fields, "subject").getFirst());
        ((ObjectNode) message.get("body")).put("content", values(fields, "body").getFirst());
        message.put("importance", pick(List.of("low", "normal", "high")));
        message.set(
                "from",
                new Address(
                                values(fields, "from").get(0),
                                values(fields, "from").get(1))
                        .recipient());
        for (String field : List.of("to", "cc", "bcc")) {
            var people = message.putArray(field + "Recipients");
            List<String> values = values(fields, field);
            for (int i = 0; i + 1 < values.size(); i += 2) {
                people.add(new Address(values.get(i), values.get(i + 1)).recipient());
            }
        }
        return message;
    }

    private List<ItemId> expected(
            MailFixture mail, List<Known> known, @Nullable FolderId folder, SearchExpression search) {
        var items = new ArrayList<Item>();
        for (Known one : known) {
            Item item = mail.mailboxes.open(mail.mailbox).items().get(ItemRef.of(one.id()), Fields.COLUMNS);
            boolean scoped = folder == null || folder.equals(item.folder());
            boolean hidden = item.message().flags().draft() && item.folder().equals(WellKnownFolder.DELETEDITEMS.id());
            if (scoped && !hidden && matches(search, one, item)) {
                items.add(item);
            }
        }
        items.sort(Comparator.comparing((Item item) -> item.message().sent())
                .thenComparing(item -> item.id().value().toString())
                .reversed());
        return items.stream().map(Item::id).toList();
    }

    private static boolean matches(SearchExpression search, Known known, Item item) {
        return switch (search) {
            case Words(var property, var text, var matching) ->
                FIELDS.getOrDefault(property.orElse(""), List.of()).stream()
                        .flatMap(field -> known.fields().getOrDefault(field, List.of()).stream())
                        .anyMatch(value -> hasPhrase(SearchText.words(value), SearchText.words(text), matching));
            case Is(var property, Literal.Bool(var flag)) -> item.core().hasAttachments() == flag;
            case Is(var property, Literal.Enumerated(var name)) ->
                property.equals("kind")
                        ? name.equals("email")
                        : item.message().flags().importance().equals(name);
            case Is(var property, var value) -> throw new IllegalStateException(property + value);
            case Within(var property, var lower, var upper) -> {
                long value = switch (property) {
                    case "size" -> item.size();
                    case "sent" -> item.message().sent().toEpochMilli();
                    default -> item.message().received().toEpochMilli();
                };
                yield lower.map(b -> b.inclusive() ? value >= number(b) : value > number(b))
                                .orElse(true)
                        && upper.map(b -> b.inclusive() ? value <= number(b) : value < number(b))
                                .orElse(true);
            }
            case SearchExpression.And(var all) -> all.stream().allMatch(s -> matches(s, known, item));
            case SearchExpression.Or(var any) -> any.stream().anyMatch(s -> matches(s, known, item));
            case SearchExpression.Not(var inner) -> !matches(inner, known, item);
            case SearchExpression.Nothing _ -> false;
        };
    }

    private static long number(Bound bound) {
        return switch (bound.value()) {
            case Literal.Whole(var value) -> value;
            case Literal.Moment(var time) -> time.toEpochMilli();
            default -> throw new IllegalStateException(bound.toString());
        };
    }

    private static boolean hasPhrase(List<String> words, List<String> phrase, Matching matching) {
        if (phrase.isEmpty()) {
            return false;
        }
        if (matching == Matching.WHOLE) {
            return Collections.indexOfSubList(words, phrase) >= 0;
        }
        int whole = phrase.size() - 1;
        for (int i = 0; i + whole < words.size(); i++) {
            if (words.subList(i, i + whole).equals(phrase.subList(0, whole))
                    && words.get(i + whole).startsWith(phrase.getLast())) {
                return true;
            }
        }
        return false;
    }

    private SearchExpression search(int depth) {
        return switch (random.nextInt(depth > 0 ? 10 : 6)) {
            case 0 -> new Is("hasAttachments", new Literal.Bool(random.nextBoolean()));
            case 1 ->
                random.nextBoolean()
                        ? new Is("importance", new Literal.Enumerated(pick(List.of("low", "normal", "high"))))
                        : new Is("kind", new Literal.Enumerated(pick(List.of("email", "im"))));
            case 2 ->
                random.nextBoolean()
                        ? new Within("size", bound(new Literal.Whole(random.nextInt(600))), Optional.empty())
                        : new Within(
                                pick(List.of("sent", "received")),
                                Optional.empty(),
                                bound(new Literal.Moment(Instant.parse("2026-11-23T01:02:03Z")
                                        .minus(Duration.ofHours(random.nextInt(72))))));
            case 6, 7 -> new SearchExpression.And(List.of(search(depth - 1), search(depth - 1)));
            case 8 -> new SearchExpression.Or(List.of(search(depth - 1), search(depth - 1), search(depth - 1)));
            case 9 -> new SearchExpression.Not(search(depth - 1));
            default -> {
                String text = pick(TEXTS);
                String part = random.nextBoolean() ? text : text.substring(0, Math.min(text.length(), 2));
                String property = pick(List.copyOf(FIELDS.keySet()));
                yield new Words(
                        property.isEmpty() ? Optional.empty() : Optional.of(property),
                        part,
                        pick(List.of(Matching.values())));
            }
        };
    }

    private Optional<Bound> bound(Literal value) {
        return Optional.of(new Bound(value, random.nextBoolean()));
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
