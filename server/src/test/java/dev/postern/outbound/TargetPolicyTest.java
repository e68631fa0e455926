package dev.postern.outbound;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which targets are allowed and refused, in every spelling. */
class TargetPolicyTest {
    @org.junit.jupiter.api.Test
    void namedTargetsMayUsePlainHttp() {
        AllowedTargets allowed = AllowedTargets.of(List.of("issuer.example", "10.0.0.0/8", "::1"));
        for (String named :
                List.of("http://issuer.example", "http://ISSUER.example.:81/x", "http://10.1.2.3", "http://[::1]:9")) {
            org.junit.jupiter.api.Assertions.assertTrue(allowed.isNamed(URI.create(named)), named);
        }
        for (String other : List.of(
                "http://a.issuer.example",
                "http://11.0.0.1",
                "http://10.1",
                "http://u@issuer.example",
                "urn:x",
                "http://[::2]")) {
            org.junit.jupiter.api.Assertions.assertFalse(allowed.isNamed(URI.create(other)), other);
        }
    }

    private static final Map<String, List<String>> NAMES = Map.of(
            "public.example", List.of("93.184.216.34", "2606:2800:220:1::1"),
            "half.example", List.of("93.184.216.34", "10.0.0.7"),
            "rebound.example", List.of("127.0.0.1"),
            "intranet.example", List.of("10.1.2.3"),
            "localhost", List.of("127.0.0.1", "::1"),
            "localhost.localdomain", List.of("127.0.0.1"),
            "metadata.example", List.of("169.254.169.254"),
            "mail.contoso.example", List.of("10.9.9.9"));

    private static final NameLookup LOOKUP = host -> {
        List<String> found = NAMES.get(host);
        if (found == null) {
            throw new UnknownHostException(host);
        }
        return found.stream().map(InetAddress::ofLiteral).toList();
    };

    /** A Postern on 8080 and 8443 with an identity listener on 40342. */
    private record Edges() implements OwnEdges {
        @Override
        public Set<Origin> origins() {
            return Set.of(
                    new Origin("http", "localhost", 8080),
                    new Origin("http", "127.0.0.1", 8080),
                    new Origin("https", "localhost", 8443),
                    new Origin("https", "mail.contoso.example", 443));
        }

        @Override
        public Set<Integer> ports() {
            return Set.of(8080, 8443);
        }

        @Override
        public Set<Integer> identityPorts() {
            return Set.of(40342);
        }
    }

    private static TargetPolicy policy(String... allowed) {
        return new TargetPolicy(
                AllowedTargets.of(List.of(allowed)),
                new Edges(),
                LOOKUP,
                address -> address.isLoopbackAddress()
                        || address.isAnyLocalAddress()
                        || address.equals(InetAddress.ofLiteral("198.51.100.9")));
    }

    private static void allows(TargetPolicy policy, String uri) {
        assertDoesNotThrow(() -> policy.check(URI.create(uri), TargetPolicy.Plain.TO_OWN_EDGES), uri);
    }

    private static void refuses(TargetPolicy policy, String uri) {
        assertThrows(TargetRefused.class, () -> policy.check(URI.create(uri), TargetPolicy.Plain.TO_OWN_EDGES), uri);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "10.255.255.255",
                "100.64.0.1",
                "100.100.100.200",
                "127.0.0.1",
                "127.9.9.9",
                "168.63.129.16",
                "169.254.169.254",
                "169.254.0.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.192",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.0.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.1",
                "203.0.113.1",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "[::]",
                "[::1]",
                "[::127.0.0.1]",
                "[::10.0.0.1]",
                "[::ffff:127.0.0.1]",
                "[::ffff:7f00:1]",
                "[::ffff:a9fe:a9fe]",
                "[0:0:0:0:0:ffff:10.0.0.1]",
                "[64:ff9b::127.0.0.1]",
                "[64:ff9b::a9fe:a9fe]",
                "[64:ff9b::10.0.0.1]",
                "[64:ff9b:1::1]",
                "[64:ff9b:1:a00:0:1::]",
                "[2002:7f00:1::]",
                "[2002:a9fe:a9fe::]",
                "[2002:5db8:d822::1]",
                "[2001::1]",
                "[2001:0:53aa:64c:0:0:f5ff:fffe]",
                "[2001:db8::1]",
                "[3fff::1]",
                "[fc00::1]",
                "[fd00:ec2::254]",
                "[fd20:ce::254]",
                "[fe80::1]",
                "[fec0::1]",
                "[ff02::1]",
                "[100::1]",
                "[5f00::1]",
                "[::ffff:0:127.0.0.1]",
                "localhost",
                "LOCALHOST",
                "localhost.",
                "LocalHost.LocalDomain",
                "localhost.localdomain.",
                "half.example",
                "rebound.example",
                "intranet.example",
                "metadata.example"
            })
    void nonPublicTargetsAreRefusedUntilTheyAreAllowed(String host) {
        refuses(policy(), "https://" + host + ":444/");
        refuses(policy(), "http://" + host + ":81/x");
        refuses(policy("other.example", "11.0.0.0/8", "fd77::/16"), "https://" + host + "/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://2130706433/",
                "http://0x7f000001/",
                "http://0x7f.0.0.1/",
                "http://0177.0.0.1/",
                "http://127.1/",
                "http://127.0.1/",
                "http://127.0.0.1./x",
                "http://0/",
                "http://017700000001/",
                "http://127.0.0.01/",
                "http://127.0.0.256/",
                "http://localhost../",
                "http://user@localhost:8080/",
                "http://localhost:8080@10.0.0.1/",
                "http://[fe80::1%25eth0]/",
                "http://[::1%251]/",
                "http://%6cocalhost/",
                "http://\uff11\uff12\uff17.0.0.1/",
                "http://\u24db\u24de\u24d2alhost/",
                "http://a.0x7f/",
                "https://1.2.3.4.5/",
                "file:///etc/passwd",
                "gopher://localhost/",
                "http:/x",
                "//localhost/",
                "http:///x",
                "jar:http://localhost!/",
                ""
            })
    void nonCanonicalSpellingsAreRefused(String uri) {
        refuses(policy(), uri);
        refuses(policy("localhost", "127.0.0.0/8", "10.0.0.0/8", "::/0"), uri);
    }

    @Test
    void publicTargetsAreAllowedOverHttpsOnly() throws IOException {
        for (String host : List.of(
                "public.example", "PUBLIC.example.", "93.184.216.34", "[2606:2800:220:1::1]", "[64:ff9b::5db8:d822]")) {
            allows(policy(), "https://" + host + "/");
            refuses(policy(), "http://" + host + "/");
        }
        allows(policy("public.example"), "http://public.example/");
        allows(policy("93.184.216.34", "2606:2800::/32"), "http://public.example/");
        refuses(policy("93.184.216.34"), "http://public.example/");
        assertEquals(
                List.of(InetAddress.ofLiteral("93.184.216.34"), InetAddress.ofLiteral("2606:2800:220:1::1")),
                policy().check(URI.create("https://public.example"), TargetPolicy.Plain.TO_OWN_EDGES)
                        .addresses());
    }

    @Test
    void onlyTheAllowedTargetIsAllowed() {
        allows(policy("intranet.example"), "http://intranet.example:9000/x");
        allows(policy("Intranet.Example."), "https://INTRANET.example/");
        refuses(policy("intranet.example"), "https://10.1.2.3/");
        refuses(policy("example"), "https://intranet.example/");
        allows(policy("10.0.0.0/8"), "http://intranet.example/");
        allows(policy("10.1.2.3"), "http://10.1.2.3/");
        refuses(policy("10.1.2.3"), "http://10.1.2.4/");
        allows(policy("127.0.0.1"), "http://[::ffff:127.0.0.1]:9/");
        allows(policy("::1", "127.0.0.0/8"), "http://localhost:9/");
        refuses(policy("127.0.0.0/8"), "http://localhost:9/");
        allows(policy("fd77::/16"), "https://[fd77::5]/");
        allows(policy("169.254.169.254"), "http://metadata.example/");
        // The owner of an allowed name must not be able to direct calls to a metadata service.
        refuses(policy("metadata.example"), "http://metadata.example/");
        allows(policy("half.example"), "https://half.example/");
    }

    @Test
    void thisServersPublicEndpointsAreAllowedAndItsIdentityEndpointsNever() {
        TargetPolicy all = policy("localhost", "0.0.0.0/0", "::/0", "mail.contoso.example");
        for (TargetPolicy policy : List.of(policy(), all)) {
            allows(policy, "http://localhost:8080/v1.0/users");
            allows(policy, "https://localhost:8443/v1.0/users");
            allows(policy, "https://mail.contoso.example/v1.0/me");
            allows(policy, "http://127.0.0.1:8080/tenant/oauth2/v2.0/token");
            for (String path : List.of(
                    "/msi/token",
                    "/MSI/Token/",
                    "//msi//token",
                    "/%6dsi/token?x=1",
                    "/msi/%2e/token",
                    "/msi%2ftoken",
                    "/%256dsi/token",
                    "/./msi/token",
                    "/x/../msi/token",
                    "/msi;a=b/token",
                    "/msi/token;x")) {
                refuses(policy, "http://localhost:8080" + path);
                refuses(policy, "https://mail.contoso.example" + path);
                refuses(policy, "http://127.0.0.2:8080" + path);
                refuses(policy, "https://[::ffff:127.0.0.1]:8443" + path);
            }
            for (String host : List.of(
                    "localhost",
                    "127.0.0.1",
                    "127.5.5.5",
                    "[::1]",
                    "0.0.0.0",
                    "[::ffff:127.0.0.1]",
                    "rebound.example",
                    "198.51.100.9")) {
                refuses(policy, "http://" + host + ":40342/metadata/identity/oauth2/token");
                refuses(policy, "https://" + host + ":40342/");
            }
        }
        refuses(policy(), "https://mail.contoso.example:444/");
        refuses(policy(), "http://127.0.0.2:8080/v1.0");
        allows(all, "http://127.0.0.2:8080/v1.0");
        allows(all, "http://10.0.0.1:40342/");
    }

    @Test
    void issuersAreCalledOverHttpsOnlyEvenOnThisServer() {
        URI own = URI.create("http://localhost:8080/x");
        assertThrows(TargetRefused.class, () -> policy().check(own, TargetPolicy.Plain.ONLY_WHERE_ALLOWED));
        assertDoesNotThrow(() -> policy("localhost").check(own, TargetPolicy.Plain.ONLY_WHERE_ALLOWED));
        assertDoesNotThrow(
                () -> policy().check(URI.create("https://localhost:8443/x"), TargetPolicy.Plain.ONLY_WHERE_ALLOWED));
    }
}
