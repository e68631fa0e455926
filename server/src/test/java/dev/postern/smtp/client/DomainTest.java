package dev.postern.smtp.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.http.tls.LocalAuthority;
import dev.postern.smtp.client.AddressFilter.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which hosts get the mail for a domain. All addresses are on this machine, told apart by their last byte. */
class DomainTest {
    private static final String A = "a@fabrikam.example";
    private static final String HELLO = "S: 220 mx\nC: EHLO\nS: 250 mx\n";
    private static final String MESSAGE = """
        C: MAIL
        S: 250 Ok
        C: RCPT
        S: 250 Ok
        C: DATA
        S: 354 Go on
        DATA
        S: 250 2.0.0 Stored
        """;
    private static final String STARTTLS = "S: 220 mx\nC: EHLO\nS: 250-mx\nS: 250 STARTTLS\nC: STARTTLS\n";
    private static final String SECURE = STARTTLS + "S: 220 Go on\nTLS\nC: EHLO\nS: 250 mx\n" + MESSAGE;

    @TempDir
    private static Path folder;

    private static LocalAuthority authority;

    @BeforeAll
    static void certificates() {
        authority = LocalAuthority.open(folder.resolve("ca"), List.of("mx.fabrikam.example"), InstantSource.system());
    }

    private static DirectOptions options(TestDns dns, int port, @Nullable StsPolicies policies) throws IOException {
        return new DirectOptions(
                dns.resolver(),
                port,
                address -> switch (address.getAddress().getAddress()[3]) {
                    case 66 -> Verdict.OURSELVES;
                    case 77 -> Verdict.INSIDE;
                    default -> Verdict.ALLOWED;
                },
                ClientTls.ofFile(authority.caFile()),
                policies);
    }

    private static SendResult send(TestDns dns, int port, String domain, @Nullable StsPolicies policies)
            throws IOException {
        try (SmtpSender sender = Senders.direct(options(dns, port, policies), new Random(1))) {
            return sender.send(new Destination.Domain(domain), TestMail.to(A), Senders.LIMIT);
        }
    }

    private static String reply(SendResult result) {
        return Objects.requireNonNull(result.recipients().get(A)).text();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // domain | records | expected reply
                "fabrikam.example | fabrikam.example. MX 10 mx.fabrikam.example.;mx.fabrikam.example. A 127.0.0.1 |"
                        + " 250 2.0.0",
                "FABRIKAM.example. | fabrikam.example. MX 10 MX.fabrikam.example.;mx.fabrikam.example. A 127.0.0.1 |"
                        + " 250 2.0.0",
                // without MX, the domain is the host
                "fabrikam.example | fabrikam.example. A 127.0.0.1 | 250 2.0.0",
                "bücher.example | xn--bcher-kva.example. A 127.0.0.1 | 250 2.0.0",
                // an alias
                "fabrikam.example | fabrikam.example. MX 10 m.fabrikam.example.;m.fabrikam.example. CNAME"
                        + " n.fabrikam.example.;n.fabrikam.example. A 127.0.0.1 | 250 2.0.0",
                // the first host is away: nothing listens on that address
                "fabrikam.example | fabrikam.example. MX 10 x.fabrikam.example.;fabrikam.example. MX 20"
                        + " y.fabrikam.example.;x.fabrikam.example. A 127.0.0.9;y.fabrikam.example. A 127.0.0.1 | 250"
                        + " 2.0.0",
                // the first address of the host is away
                "fabrikam.example | fabrikam.example. MX 10 x.fabrikam.example.;x.fabrikam.example. A"
                        + " 127.0.0.9;x.fabrikam.example. A 127.0.0.1 | 250 2.0.0",
                // the first host has no address
                "fabrikam.example | fabrikam.example. MX 10 x.fabrikam.example.;fabrikam.example. MX 20"
                        + " y.fabrikam.example.;y.fabrikam.example. A 127.0.0.1 | 250 2.0.0",
            })
    void aHostIsFound(String domain, String zone, String expected) throws Exception {
        try (TestDns dns = new TestDns(zone.split(";"));
                ScriptedHost host = new ScriptedHost(null, HELLO + MESSAGE + "C: QUIT\n")) {
            SendResult result = send(dns, host.port(), domain, null);
            assertTrue(reply(result).startsWith(expected), () -> reply(result));
            host.ended();
            assertEquals(List.of(), host.problems);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fabrikam.example | contoso.example. A 127.0.0.1 | 550 5.1.2",
                "not a domain | contoso.example. A 127.0.0.1 | 550 5.1.2",
                "[127.0.0.1] | contoso.example. A 127.0.0.1 | 550 5.1.2",
                "fabrikam.example | fabrikam.example. MX 0 . | 556 5.1.10",
                "fabrikam.example | fabrikam.example. TXT text | 550 5.4.4",
                "fabrikam.example | fabrikam.example. MX 10 x.fabrikam.example. | 550 5.4.4",
                // our own name, with hosts behind us
                "fabrikam.example | fabrikam.example. MX 10 mail.contoso.example.;fabrikam.example. MX 20"
                        + " y.fabrikam.example.;y.fabrikam.example. A 127.0.0.1 | 554 5.4.6",
                "mail.contoso.example | mail.contoso.example. A 127.0.0.1 | 554 5.4.6",
                // our own address
                "fabrikam.example | fabrikam.example. MX 10 x.fabrikam.example.;x.fabrikam.example. A 127.0.0.66 | 554"
                        + " 5.4.6",
                // an address inside of our network
                "fabrikam.example | fabrikam.example. MX 10 x.fabrikam.example.;x.fabrikam.example. A 127.0.0.77 | 550"
                        + " 5.4.4",
                "fabrikam.example | fabrikam.example. MX 10 failing.fabrikam.example. | 451 4.4.3 DNS has not answered"
                        + " the question for AAAA of failing.fabrikam.example: the server has failed",
                "failing.fabrikam.example | contoso.example. A 127.0.0.1 | 451 4.4.3 DNS has not answered the question"
                        + " for MX of failing.fabrikam.example: the server has failed",
                "silent.fabrikam.example | contoso.example. A 127.0.0.1 | 451 4.4.3 DNS has not answered the question"
                        + " for MX of silent.fabrikam.example: no answer in time",
                // the host that is away may come back; the other has no address
                "fabrikam.example | fabrikam.example. MX 10 x.fabrikam.example.;fabrikam.example. MX 20"
                        + " y.fabrikam.example.;x.fabrikam.example. A 127.0.0.9 | 451 4.4.1",
                "fabrikam.example | fabrikam.example. MX 10 y.fabrikam.example.;fabrikam.example. MX 20"
                        + " x.fabrikam.example.;x.fabrikam.example. A 127.0.0.9 | 451 4.4.1",
            })
    void noHostIsFound(String domain, String zone, String expected) throws Exception {
        try (TestDns dns = new TestDns(zone.split(";"));
                ScriptedHost host = new ScriptedHost(null)) {
            dns.failing.add("failing.fabrikam.example.");
            dns.silent.add("silent.fabrikam.example.");
            SendResult result = send(dns, host.port(), domain, null);
            assertTrue(reply(result).startsWith(expected), () -> reply(result));
            assertEquals("", result.host());
            assertEquals(List.of(), host.problems);
        }
    }

    @Test
    void hostsAreTriedByPreferenceAndAtRandomWithinOne() throws Exception {
        try (TestDns dns = new TestDns(
                "fabrikam.example. MX 20 c.fabrikam.example.",
                "fabrikam.example. MX 10 a.fabrikam.example.",
                "fabrikam.example. MX 10 b.fabrikam.example.")) {
            var first = new ArrayList<String>();
            for (int seed = 0; seed < 20; seed++) {
                var found =
                        new MailHosts(dns.resolver(), "mail.contoso.example", new Random(seed)).of("fabrikam.example");
                var names = ((MailHosts.Found.Hosts) found).names();
                assertEquals("c.fabrikam.example", names.getLast());
                first.add(names.getFirst());
            }
            assertEquals(2, first.stream().distinct().count());
        }
    }

    @Test
    void fiveHostsAreTried() throws Exception {
        try (TestDns dns = new TestDns()) {
            for (int i = 1; i <= 6; i++) {
                dns.add("fabrikam.example. MX " + i + " m" + i + ".fabrikam.example.");
                dns.add("m" + i + ".fabrikam.example. A 127.0.0." + (i < 6 ? 10 + i : 1));
            }
            try (ScriptedHost host = new ScriptedHost(null)) {
                SendResult result = send(dns, host.port(), "fabrikam.example", null);
                assertTrue(reply(result).startsWith("451 4.4.1"), () -> reply(result));
                assertEquals(0, host.connections());
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // what the first connection gets | the reply at the end, of the second
                "S: 421 4.3.2 Busy | 250 2.0.0",
                "S: 554 5.3.2 No mail here;C: QUIT | 250 2.0.0",
                "HELLO;C: MAIL;S: 451 4.7.1 Greylisted;C: RSET;S: 250 Ok;MESSAGE;C: QUIT | 451 4.7.1",
                "HELLO;C: MAIL;DROP | 250 2.0.0",
                "HELLO;C: MAIL;S: 250 Ok;C: RCPT;DROP | 250 2.0.0",
                "HELLO;C: MAIL;S: 250 Ok;C: RCPT;S: 550 5.1.1 Unknown;C: QUIT | 550 5.1.1",
                "HELLO;C: MAIL;S: 250 Ok;C: RCPT;S: 250 Ok;C: DATA;S: 354 Go;DATA;DROP | 451 4.4.2 No reply",
            })
    void theNextHostIsTried(String script, String expected) throws Exception {
        String first = script.replace(';', '\n').replace("HELLO\n", HELLO).replace("MESSAGE\n", MESSAGE) + "\n";
        boolean one = expected.startsWith("5") || expected.startsWith("451 4.4.2");
        String[] scripts = one ? new String[] {first} : new String[] {first, HELLO + MESSAGE + "C: QUIT\n"};
        if (expected.startsWith("451 4.7.1")) {
            // both hosts are the same here; the second has the same opinion
            scripts = new String[] {
                HELLO + "C: MAIL\nS: 451 4.7.1 Greylisted\nC: QUIT\n",
                HELLO + "C: MAIL\nS: 451 4.7.1 Greylisted\nC: QUIT\n"
            };
        }
        try (TestDns dns = new TestDns(
                        "fabrikam.example. MX 10 a.fabrikam.example.",
                        "fabrikam.example. MX 20 b.fabrikam.example.",
                        "a.fabrikam.example. A 127.0.0.1",
                        "b.fabrikam.example. A 127.0.0.1");
                ScriptedHost host = new ScriptedHost(null, scripts)) {
            SendResult result = send(dns, host.port(), "fabrikam.example", null);
            assertTrue(reply(result).startsWith(expected), () -> reply(result));
            host.ended();
            assertEquals(List.of(), host.problems);
            assertEquals(scripts.length, host.connections());
        }
    }

    @Test
    void tlsIsUsedIfItIsOfferedWithAnyCertificate() throws Exception {
        try (TestDns dns = new TestDns("fabrikam.example. A 127.0.0.1");
                ScriptedHost host = new ScriptedHost(authority.serverContext(), SECURE + "C: QUIT\n")) {
            assertEquals("250 2.0.0 Stored", reply(send(dns, host.port(), "fabrikam.example", null)));
            host.ended();
            assertEquals(List.of(), host.problems);
        }
    }

    @Test
    void withoutAPolicyMailIsSentInPlainTextWhenTlsFails() throws Exception {
        try (TestDns dns = new TestDns("fabrikam.example. A 127.0.0.1");
                ScriptedHost host =
                        new ScriptedHost(null, STARTTLS + "S: 220 Go on\nDROP\n", HELLO + MESSAGE + "C: QUIT\n")) {
            assertEquals("250 2.0.0 Stored", reply(send(dns, host.port(), "fabrikam.example", null)));
            host.ended();
            assertEquals(List.of(), host.problems);
        }
    }

    private static StsPolicies policies(TestDns dns, String mode, String mx) {
        return new StsPolicies(
                dns.resolver(),
                domain -> "version: STSv1\r\nmode: " + mode + "\r\nmx: " + mx + "\r\nmax_age: 86400\r\n",
                InstantSource.system());
    }

    private static TestDns announced(String host) throws IOException {
        return new TestDns(
                "fabrikam.example. MX 10 " + host + ".",
                host + ". A 127.0.0.1",
                "_mta-sts.fabrikam.example. TXT \"v=STSv1; id=20261127;\"");
    }

    @Test
    void aPolicyIsMetByAValidCertificate() throws Exception {
        try (TestDns dns = announced("mx.fabrikam.example");
                ScriptedHost host = new ScriptedHost(authority.serverContext(), SECURE + "C: QUIT\n")) {
            StsPolicies policies = policies(dns, "enforce", "*.fabrikam.example");
            assertEquals("250 2.0.0 Stored", reply(send(dns, host.port(), "fabrikam.example", policies)));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // host | patterns | script | reply
                "mx.fabrikam.example | mx.contoso.example | - | 454 4.7.0 The policy",
                "mx.fabrikam.example | *.example | - | 454 4.7.0 The policy",
                "mx2.fabrikam.example | *.fabrikam.example | TLS | 454 4.7.5",
                "mx.fabrikam.example | mx.fabrikam.example | NONE | 454 4.7.0 The host",
            })
    void aPolicyThatIsNotMetDelaysTheMail(String name, String pattern, String script, String expected)
            throws Exception {
        String[] scripts = switch (script) {
            case "TLS" -> new String[] {STARTTLS + "S: 220 Go on\nTLS\n"};
            case "NONE" -> new String[] {HELLO + "C: QUIT\n"};
            default -> new String[0];
        };
        try (TestDns dns = announced(name);
                ScriptedHost host = new ScriptedHost(authority.serverContext(), scripts)) {
            SendResult result = send(dns, host.port(), "fabrikam.example", policies(dns, "enforce", pattern));
            assertTrue(reply(result).startsWith(expected), () -> reply(result));
            assertEquals(List.of(), host.contents);
        }
    }

    @Test
    void aPolicyForTestingDelaysNothing() throws Exception {
        try (TestDns dns = announced("mx.fabrikam.example");
                ScriptedHost host = new ScriptedHost(null, HELLO + MESSAGE + "C: QUIT\n")) {
            StsPolicies policies = policies(dns, "testing", "mx.contoso.example");
            assertEquals("250 2.0.0 Stored", reply(send(dns, host.port(), "fabrikam.example", policies)));
        }
    }

    @Test
    void aPolicyIsKeptUntilItEndsOrDnsNamesAnother() throws Exception {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-27T08:00:00Z"));
        AtomicInteger fetched = new AtomicInteger();
        AtomicReference<String> text =
                new AtomicReference<>("version: STSv1\nmode: enforce\nmx: mx.fabrikam.example\nmax_age: 3600\n");
        try (TestDns dns = new TestDns("_mta-sts.fabrikam.example. TXT \"v=STSv1; id=1\"")) {
            Dns current = new Dns() {
                @Override
                public Answer<MailHost> mailHosts(String domain) {
                    return dns.resolver().mailHosts(domain);
                }

                @Override
                public Answer<InetAddress> addresses(String host) {
                    return dns.resolver().addresses(host);
                }

                @Override
                public Answer<String> texts(String name) {
                    // without the cache of a resolver
                    return dns.resolver().texts(name);
                }
            };
            StsPolicies policies = new StsPolicies(
                    current,
                    domain -> {
                        fetched.incrementAndGet();
                        if (text.get().isEmpty()) {
                            throw new IOException("404");
                        }
                        return text.get();
                    },
                    now::get);
            assertTrue(policies.of("fabrikam.example").orElseThrow().allows("mx.fabrikam.example"));
            assertTrue(policies.of("fabrikam.example").isPresent());
            assertEquals(1, fetched.get());
            // its web server is away
            text.set("");
            dns.clear();
            dns.add("_mta-sts.fabrikam.example. TXT \"v=STSv1; id=2\"");
            assertTrue(policies.of("fabrikam.example").orElseThrow().allows("mx.fabrikam.example"));
            assertEquals(2, fetched.get());
            // it has another policy
            text.set("version: STSv1\nmode: enforce\nmx: mx2.fabrikam.example\nmax_age: 3600\n");
            assertTrue(policies.of("fabrikam.example").orElseThrow().allows("mx2.fabrikam.example"));
            // DNS has no record any more; the policy stays until its end
            dns.clear();
            now.updateAndGet(time -> time.plus(Duration.ofMinutes(59)));
            assertTrue(policies.of("fabrikam.example").isPresent());
            now.updateAndGet(time -> time.plus(Duration.ofMinutes(1)));
            assertTrue(policies.of("fabrikam.example").isEmpty());
            // a policy that cannot be fetched is not asked for with every message
            text.set("");
            dns.add("_mta-sts.fabrikam.example. TXT \"v=STSv1; id=3\"");
            int before = fetched.get();
            assertTrue(policies.of("fabrikam.example").isEmpty());
            assertTrue(policies.of("fabrikam.example").isEmpty());
            assertEquals(before + 1, fetched.get());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "version: STSv1;mode: enforce;mx: a.example;max_age: 1 | true",
                "version: STSv1;mode: none;max_age: 1 | true",
                "version:STSv1;mode:testing;mx:a.example;max_age:1;other: x | true",
                "version: STSv2;mode: enforce;mx: a.example;max_age: 1 | false",
                "version: STSv1;mode: enforce;max_age: 1 | false",
                "version: STSv1;mode: strict;mx: a.example;max_age: 1 | false",
                "version: STSv1;mode: enforce;mx: a.example;max_age: -1 | false",
                "version: STSv1;mode: enforce;mx: a.example | false",
                "<html> | false",
            })
    void policiesAreReadStrictly(String text, boolean valid) {
        assertEquals(valid, StsPolicy.parse(text.replace(';', '\n')).isPresent());
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, INSIDE",
        "10.1.2.3, INSIDE",
        "172.16.0.1, INSIDE",
        "192.168.1.1, INSIDE",
        "169.254.1.1, INSIDE",
        "100.64.0.1, INSIDE",
        "0.0.0.0, INSIDE",
        "224.0.0.1, INSIDE",
        "255.255.255.255, INSIDE",
        "::1, INSIDE",
        "fe80::1, INSIDE",
        "fd00::1, INSIDE",
        "198.51.100.66, OURSELVES",
        "198.51.100.1, ALLOWED",
        "2001:db8::1, ALLOWED",
        "100.128.0.1, ALLOWED"
    })
    void addressesOfTheInternetAreAllowed(String address, Verdict expected) {
        AddressFilter filter = AddressFilter.ofInternet(
                one -> one.getAddress().getHostAddress().equals("198.51.100.66"));
        assertEquals(expected, filter.check(new InetSocketAddress(InetAddress.ofLiteral(address), 25)));
    }
}
