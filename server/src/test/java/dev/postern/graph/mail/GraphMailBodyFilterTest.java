package dev.postern.graph.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.store.Engine;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Filters on the content of bodies, compared with reading every message. */
@ParameterizedClass
@EnumSource(Engine.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class GraphMailBodyFilterTest {
    private static final String MESSAGES = "/users/adele@contoso.example/messages";
    private static final String LARGE = "/users/megan@contoso.example/messages";
    private static final List<String> TEXTS = List.of(
            "needle", "NEEDLE7", "a", "Straße", "STRASSE", "ÄRGER", "ärger", "K\u212A", "ſs", "ΣΑΣ", "σας", "𐐀x",
            "𐐨X", "[a-z]", "^.*$", "%_", "it's", "(?i)x", "***=y", "-", "\\\\", "{2}", "受信", "  two  ");
    private static final int CREATED = 40;
    private static final int FILTERS = 150;

    /** A message, and a filter beside the same question on such a message. */
    private record Known(String subject, String body, boolean important) {}

    private record Filter(String text, Predicate<Known> means) {}

    @Parameter
    Engine engine;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final List<Known> known = new ArrayList<>();
    private GraphMailFixture mail;
    private GraphClient client;

    @BeforeParameterizedClassInvocation
    void open() {
        known.clear();
        mail = new GraphMailFixture(engine);
        client = mail.client(mail.app("bodies", "Mail.ReadWrite"));
        for (int i = 0; i < CREATED; i++) {
            Known message = new Known("m" + i, pick() + pick() + " " + pick(), random.nextBoolean());
            known.add(message);
            client.post(
                            MESSAGES,
                            "{'subject':'" + message.subject + "','importance':'" + (message.important ? "high" : "low")
                                    + "','body':{'content':'" + message.body.replace("'", "\\u0027") + "'}}")
                    .expect(201);
        }
        known.replaceAll(message -> new Known(message.subject, message.body.replace("\\\\", "\\"), message.important));
        for (int i = 0; i < 3; i++) {
            client.post(LARGE, "{'subject':'large','body':{'content':'" + "a".repeat(1_000_000) + "'}}")
                    .expect(201);
        }
    }

    @AfterParameterizedClassInvocation
    void close() {
        mail.close();
    }

    private String pick() {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    private Filter filter(int depth) {
        return switch (random.nextInt(depth > 0 ? 6 : 3)) {
            case 0 -> {
                boolean important = random.nextBoolean();
                yield new Filter(
                        "importance eq '" + (important ? "high" : "low") + "'",
                        message -> message.important == important);
            }
            case 1 -> {
                String part = pick().replace("\\\\", "\\");
                yield new Filter(
                        "startswith(body/content," + quoted(part) + ")",
                        message -> message.body.regionMatches(true, 0, part, 0, part.length()));
            }
            case 2 -> {
                String part = pick().replace("\\\\", "\\");
                yield new Filter(
                        "contains(body/content," + quoted(part) + ")",
                        message -> IntStream.range(0, message.body.length())
                                .anyMatch(at -> message.body.regionMatches(true, at, part, 0, part.length())));
            }
            case 3 -> {
                Filter inner = filter(depth - 1);
                yield new Filter("not (" + inner.text + ")", inner.means.negate());
            }
            case 4 -> {
                Filter left = filter(depth - 1);
                Filter right = filter(depth - 1);
                yield new Filter("(" + left.text + " and " + right.text + ")", left.means.and(right.means));
            }
            default -> {
                Filter left = filter(depth - 1);
                Filter right = filter(depth - 1);
                yield new Filter("(" + left.text + " or " + right.text + ")", left.means.or(right.means));
            }
        };
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private GraphClient.Answer find(String messages, String filter, String options) {
        return find(client, messages, filter, options);
    }

    private static GraphClient.Answer find(GraphClient client, String messages, String filter, String options) {
        String encoded = URLEncoder.encode(filter, StandardCharsets.UTF_8).replace("+", "%20");
        return client.get(messages + "?$select=subject&$filter=" + encoded + options);
    }

    @Test
    void everyFilterFindsTheSameAsReadingEveryMessage() {
        int some = 0;
        for (int i = 0; i < FILTERS; i++) {
            Filter filter = filter(3);
            Set<String> expected = known.stream()
                    .filter(filter.means)
                    .map(Known::subject)
                    .collect(Collectors.toCollection(TreeSet::new));
            some += expected.isEmpty() || expected.size() == CREATED ? 0 : 1;
            Set<String> found = new TreeSet<>();
            for (int skip = 0; skip == 0 || skip < expected.size(); skip += 7) {
                var page = find(MESSAGES, filter.text, "&$count=true&$top=7&$skip=" + skip)
                        .expect(200);
                assertEquals(
                        expected.size(),
                        page.json().path("@odata.count").intValue(),
                        () -> "seed " + seed + " " + filter.text);
                page.at("/value").forEach(row -> found.add(row.path("subject").asString()));
            }
            assertEquals(expected, found, () -> "seed " + seed + " " + filter.text);
        }
        assertTrue(some > FILTERS / 4, "too few filters tell messages apart: " + some);
    }

    @Test
    void bodiesAreReadOnlyUpToALimit() {
        String once = "contains(body/content,'b')";
        String often = once + (" or " + once).repeat(94);
        find(LARGE, once, "").expect(200);
        var refused = find(LARGE, often, "").expect(400, "InefficientFilter");
        assertTrue(refused.text().contains("'body/content'") && refused.text().contains("268435456"), refused::text);
        find(LARGE, often, "&$count=true").expect(400, "InefficientFilter");
        // the bodies that the rest of the filter excludes do not count
        find(LARGE, "subject eq 'other' and (" + often + ")", "").expect(200);
        find(LARGE, "subject eq 'large' and (" + often + ")", "").expect(400, "InefficientFilter");
        find("/users/megan@contoso.example/mailFolders/inbox/messages", often, "")
                .expect(200);
    }

    @Test
    void aRepeatedLetterCostsNoMore() {
        assertTimeout(
                Duration.ofSeconds(20),
                () -> find(LARGE, "contains(body/content,'" + "a".repeat(499) + "b')", "")
                        .expect(200));
    }

    @Test
    void otherComparisonsOfBodiesAreRefusedByName() {
        for (String filter : List.of("body/content eq 'x'", "body/content gt 'x'", "body/content ne 'x'")) {
            var refused = find(MESSAGES, filter, "").expect(400, "ErrorInvalidUrlQueryFilter");
            assertTrue(refused.text().contains("body/content"), refused::text);
        }
        find(MESSAGES, "endswith(body/content,'x')", "").expect(400, "ErrorInvalidUrlQueryFilter");
        find(MESSAGES, "contains(body,'x')", "").expect(400);
        find(MESSAGES, "contains(uniqueBody/content,'x')", "").expect(400, "ErrorInvalidUrlQueryFilter");
        client.get(MESSAGES + "?$orderby=body/content").expect(400);
    }

    @Test
    void whoMayNotSeeBodiesCannotFilterByThem() {
        GraphClient basic = mail.client(mail.app("basic", "Mail.ReadBasic.All"));
        find(basic, MESSAGES, "contains(body/content,'x')", "").expect(403, "ErrorAccessDenied");
        find(basic, MESSAGES, "subject eq 'x' or not startswith(body/content,'x')", "")
                .expect(403, "ErrorAccessDenied");
        find(basic, MESSAGES, "startswith(subject,'x')", "").expect(200);
    }
}
