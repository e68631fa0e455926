package dev.postern.compute;

import dev.postern.graph.model.TypeModel;
import dev.postern.graph.odata.Family;
import dev.postern.graph.odata.QueryFailure;
import dev.postern.graph.odata.QueryParser;
import dev.postern.graph.odata.QueryTarget;
import dev.postern.html.HtmlBounds;
import dev.postern.html.HtmlText;
import dev.postern.http.Json;
import dev.postern.http.MalformedJson;
import dev.postern.mailbox.mime.ContactCard;
import dev.postern.mailbox.mime.ContactCardReader;
import dev.postern.mailbox.mime.EventCalendar;
import dev.postern.opath.FilterRefused;
import dev.postern.opath.OpathParser;
import dev.postern.query.Finding;
import dev.postern.query.Folding;
import dev.postern.query.SearchText;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The cost of processing content must grow linearly with the worst known inputs. A refusal is a pass. MIME, expressions and HTML
 * sanitising have their own tests.
 */
@Tag("alone")
class ContentCostTest {
    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
    private static final int MB = 1 << 20;
    private static final TypeModel MODEL = TypeModel.load();
    private static final QueryParser QUERIES = new QueryParser(MODEL);

    @TestFactory
    List<DynamicTest> textOfPages() {
        var tests = new ArrayList<DynamicTest>();
        HostilePages.all()
                .forEach((name, page) -> tests.add(Cost.test("page " + name, MB, n -> {
                    String html = page.apply(n);
                    return () -> {
                        var _ = HtmlBounds.weight(html);
                        var _ = HtmlText.lines(html);
                    };
                })));
        return tests;
    }

    @TestFactory
    List<DynamicTest> queries() {
        var tests = new ArrayList<DynamicTest>();
        Map<String, IntFunction<String>> filters = Map.of(
                "and", n -> "isRead eq true" + " and isRead eq true".repeat(n / 19),
                "or", n -> "isRead eq true" + " or isRead eq true".repeat(n / 18),
                "brackets", n -> "(".repeat(n) + "isRead",
                "pairs", n -> "()".repeat(n / 2),
                "not", n -> "not ".repeat(n / 4) + "isRead",
                "in", n -> "subject in (" + "'a',".repeat(n / 4) + "'a')",
                "quotes", n -> "subject eq '" + "''".repeat(n / 2),
                "digits", n -> "size eq " + "9".repeat(n),
                "a path", n -> "a/".repeat(n / 2) + "a eq 1",
                "any", n -> "a/any(a:".repeat(n / 8));
        filters.forEach((name, text) -> {
            for (String option : List.of("$filter", "$search", "$orderby", "$expand", "$select")) {
                tests.add(query(option + " of " + name, n -> option + "=" + encoded(text.apply(n))));
            }
            tests.add(opath("opath of " + name, text));
        });
        for (String one : List.of(
                "(", "\"a\" ", "\"", "a ", "a:b ", "NOT ", "-", "+", "OR ", "a* ", "from:(", "(a) ", "a<", "<=")) {
            tests.add(query(
                    "search of " + one,
                    n -> "$search=" + encoded("\"" + one.replace("\"", "\\\"").repeat(n / one.length()) + "\"")));
            tests.add(query("plain search of " + one, n -> "$search=" + encoded(one.repeat(n / one.length()))));
        }
        for (String one : List.of(
                "&", "=", "%", "a=b&", "%41", "+", "$top=1&", "a(", "a,", "a;", "a($expand=", "a/", "a desc,")) {
            tests.add(query("query of " + one, n -> one.repeat(n / one.length())));
            tests.add(query("expand of " + one, n -> "$expand=" + encoded(one.repeat(n / one.length()))));
            tests.add(query("order of " + one, n -> "$orderby=" + encoded(one.repeat(n / one.length()))));
        }
        for (String one : List.of("(", "-not ", "Name -eq 'a' -and ", "'", "\"", "$", "{", "Name -like 'a*' -or ")) {
            tests.add(opath("opath of " + one, n -> one.repeat(n / one.length())));
        }
        return tests;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static DynamicTest query(String name, IntFunction<String> text) {
        return Cost.test(name, 200_000, n -> {
            String query = text.apply(n);
            return refusing(() -> {
                var _ = QUERIES.parse(query, QueryTarget.searchable(MODEL.type("message"), Family.OUTLOOK));
            });
        });
    }

    private static DynamicTest opath(String name, IntFunction<String> text) {
        return Cost.test(name, 5_000, n -> {
            String filter = text.apply(n);
            return refusing(() -> {
                var _ = OpathParser.parse(filter, _ -> Optional.empty());
            });
        });
    }

    private static Runnable refusing(Runnable parsing) {
        return () -> {
            try {
                parsing.run();
            } catch (QueryFailure | FilterRefused | MalformedJson e) {
                // refused with an error
            }
        };
    }

    @TestFactory
    List<DynamicTest> json() {
        var tests = new ArrayList<DynamicTest>();
        for (String one : List.of("[", "{\"a\":", "[],", "\"", "1", "-", "1e9,", "\\u0041", "{}", " ", "null,")) {
            tests.add(json("json of " + one, n -> one.repeat(n / one.length())));
            tests.add(json("json array of " + one, n -> "[" + one.repeat(n / one.length())));
        }
        tests.add(json("members", n -> "{" + HostilePages.numbered(n / 10, "\"a", "\":1,") + "\"z\":1}"));
        // strings with the same hash code
        tests.add(json(
                "members that collide",
                n -> "{"
                        + IntStream.range(0, n / 40)
                                .mapToObj(i -> "\"" + collision(i) + "\":1,")
                                .collect(java.util.stream.Collectors.joining())
                        + "\"z\":1}"));
        return tests;
    }

    private static String collision(int number) {
        StringBuilder text = new StringBuilder();
        for (int bit = 0; bit < 16; bit++) {
            text.append((number >> bit & 1) == 0 ? "Aa" : "BB");
        }
        return text.toString();
    }

    private static DynamicTest json(String name, IntFunction<String> text) {
        return Cost.test(name, MB, n -> {
            byte[] bytes = text.apply(n).getBytes(StandardCharsets.UTF_8);
            return refusing(() -> {
                var _ = Json.parse(bytes);
            });
        });
    }

    @TestFactory
    List<DynamicTest> calendarsAndCards() {
        return List.of(
                calendar(
                        "attendees",
                        20_000,
                        (e, n) -> IntStream.range(0, n)
                                .forEach(i -> e.withArray("attendees")
                                        .addObject()
                                        .putObject("emailAddress")
                                        .put("name", "n" + i)
                                        .put("address", "a" + i + "@b.c"))),
                calendar(
                        "one address",
                        400_000,
                        (e, n) -> e.putArray("attendees")
                                .addObject()
                                .putObject("emailAddress")
                                .put("address", "a@" + "b.".repeat(n))),
                calendar(
                        "categories",
                        50_000,
                        (e, n) -> IntStream.range(0, n)
                                .forEach(i -> e.withArray("categories").add("c" + i))),
                calendar("subject", MB, (e, n) -> e.put("subject", ",;\\\n".repeat(n / 4))),
                calendar("subject of letters", MB, (e, n) -> e.put("subject", "ä€".repeat(n / 2))),
                calendar(
                        "page",
                        MB,
                        (e, n) ->
                                e.putObject("body").put("contentType", "html").put("content", "<div>\n".repeat(n / 6))),
                calendar("days", 200_000, (e, n) -> recurrence(e, n, "weekly")),
                calendar("days of a month", 200_000, (e, n) -> recurrence(e, n, "relativeMonthly")),
                calendar(
                        "zone",
                        400_000,
                        (e, n) -> e.putObject("start")
                                .put("dateTime", "2026-11-23T08:00:00")
                                .put("timeZone", "a/".repeat(n))),
                calendar(
                        "zone of quotes",
                        400_000,
                        (e, n) -> e.putObject("start")
                                .put("dateTime", "2026-11-23T08:00:00")
                                .put("timeZone", "\"a".repeat(n))),
                calendar("id", MB, (e, n) -> e.put("iCalUId", "x".repeat(n))),
                card(
                        "numbers",
                        50_000,
                        (c, n) -> IntStream.range(0, n)
                                .forEach(i -> c.withArray("businessPhones").add("+" + i))),
                card(
                        "addresses",
                        50_000,
                        (c, n) -> IntStream.range(0, n)
                                .forEach(i -> c.withArray("emailAddresses")
                                        .addObject()
                                        .put("address", i + "@b.c"))),
                card("notes", MB, (c, n) -> c.put("personalNotes", ",;\\\n".repeat(n / 4))),
                card("notes of letters", MB, (c, n) -> c.put("personalNotes", "ä€ ".repeat(n / 3))),
                card("birthday", MB, (c, n) -> c.put("birthday", "2".repeat(n))));
    }

    /** Cards that are as large as a file may be that is read. */
    @TestFactory
    List<DynamicTest> readCards() {
        return List.of(
                read("labels and addresses", 900, n -> "LABEL;WORK:a\r\nADR;WORK:;;a\r\n".repeat(n / 2)),
                read("one address", 200_000, n -> "ADR:" + ";a".repeat(n / 2) + "\r\n"),
                read("categories", 200_000, n -> "CATEGORIES:" + "a,".repeat(n / 2) + "\r\n"),
                read("parameters", 200_000, n -> "TEL" + ";a=b".repeat(n / 4) + ":1\r\n"),
                read("folded lines", 200_000, n -> "NOTE:" + "a\r\n ".repeat(n / 4) + "\r\n"),
                read("quoted-printable", 200_000, n -> "NOTE;QUOTED-PRINTABLE:" + "=C3=A4=\r\n".repeat(n / 9) + "\r\n"),
                read("nested cards", 900, n -> "AGENT:\r\nBEGIN:VCARD\r\n".repeat(n / 2)),
                read("escapes", 200_000, n -> "X-MS-CHILD:" + "\\,".repeat(n / 2) + "\r\n"));
    }

    private static DynamicTest read(String name, int size, IntFunction<String> lines) {
        return Cost.test("card: " + name, size, n -> {
            byte[] card = ("BEGIN:VCARD\r\nVERSION:2.1\r\n" + lines.apply(n) + "END:VCARD\r\n")
                    .getBytes(StandardCharsets.UTF_8);
            return () -> {
                var _ = ContactCardReader.one(card);
            };
        });
    }

    private static void recurrence(ObjectNode event, int days, String type) {
        ObjectNode pattern = event.putObject("recurrence").putObject("pattern");
        pattern.put("type", type).put("interval", Integer.MAX_VALUE);
        IntStream.range(0, days).forEach(_ -> pattern.withArray("daysOfWeek").add("monday"));
        event.withObject("recurrence")
                .putObject("range")
                .put("type", "numbered")
                .put("numberOfOccurrences", Integer.MAX_VALUE);
    }

    private static DynamicTest calendar(String name, int size, ObjIntConsumer<ObjectNode> filler) {
        return made("event: " + name, size, filler, event -> {
            var _ = EventCalendar.of(event, NOW);
        });
    }

    private static DynamicTest card(String name, int size, ObjIntConsumer<ObjectNode> filler) {
        return made("contact: " + name, size, filler, contact -> {
            var _ = ContactCard.of(contact);
        });
    }

    private static DynamicTest made(
            String name, int size, ObjIntConsumer<ObjectNode> filler, Consumer<ObjectNode> work) {
        return Cost.test(name, size, n -> {
            ObjectNode item = Json.object();
            filler.accept(item, n);
            return () -> work.accept(item);
        });
    }

    @TestFactory
    List<DynamicTest> words() {
        var tests = new ArrayList<DynamicTest>();
        for (String one : List.of("a", "a ", "ä ", "İ", "-", "a-", "\0", "字", "a.b@c ", "\ud800", "a'")) {
            tests.add(Cost.test("words of " + one.replace("\0", "NUL"), MB, n -> {
                String text = one.repeat(n / one.length());
                return () -> {
                    var _ = SearchText.index("scope", List.of(Map.entry('b', List.of(text))));
                    var _ = Folding.fold(text);
                    var _ = Folding.lower(text);
                };
            }));
        }
        tests.add(Cost.test("a long text in a longer one", MB, n -> {
            String text = "a".repeat(n);
            String wanted = "a".repeat(n / 2) + "b";
            return () -> {
                var _ = Finding.indexOf(text, wanted, 0);
                var _ = Finding.lastIndexOf(text, "b" + wanted, text.length());
                var _ = Finding.all(text, wanted);
            };
        }));
        return tests;
    }
}
