package dev.postern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Every public type and method is used by the server. A public method that only tests call must be removed, made package-private, or listed
 * here with a reason.
 */
public class PublicApiTest {
    private static final Map<String, String> EXCEPTIONS = Map.ofEntries(
            Map.entry("Compatibility", "a test compares docs/compatibility.md with its page"),
            Map.entry("Compatibility.page", "a test compares docs/compatibility.md with its page"),
            Map.entry("Delivery.deliverDue", "fixtures with an injected clock deliver with it, without the thread"),
            Map.entry("CoreBuilder.tokenLifetime", "a server takes it from its configuration, an embedding has none"),
            Map.entry("HttpServer.start", "the HTTP server without a Postern around it, for embeddings"),
            Map.entry("HttpServer.Listener.secure", "the HTTP server without a Postern around it, for embeddings"),
            Map.entry("LocalAuthority.caCertificate", "what a client in the same process trusts"),
            Map.entry(
                    "SqlFragment.bind",
                    "the condition's SQL by itself, which its tests compare with the evaluation in memory"),
            Map.entry(
                    "StructuredType.isEntity",
                    "the difference between two readers of filters is tested with a model made from this"));

    private static Path folder(Class<?> of) {
        try {
            return Path.of(
                    of.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void publicMembersAreUsedByTheServer() {
        Set<String> unused = new TreeSet<>(new PublicApi(folder(Postern.class)).unused());
        // the compiled pages of the console, which its engine loads by their names
        unused.removeIf(name -> name.startsWith("Jte"));
        var wrong = new TreeSet<>(unused);
        wrong.removeAll(EXCEPTIONS.keySet());
        assertEquals(Set.of(), wrong, "public, and used by no class of the server");
        var stale = new TreeSet<>(EXCEPTIONS.keySet());
        stale.removeAll(unused);
        assertEquals(Set.of(), stale, "exceptions that are not needed any more");
    }

    /** Checks the rule itself: this class file has an unused type and an unused method. */
    @Test
    void theRuleFindsMembersThatOnlyTestsUse() {
        Collection<String> found = new PublicApi(folder(PublicApiTest.class)).unused();
        assertTrue(found.contains("PublicApiTest.Example.forTestsOnly"), () -> found.toString());
        assertTrue(!found.contains("PublicApiTest.Example.used"), () -> found.toString());
        assertTrue(!found.contains("PublicApiTest.Example.toString"), () -> found.toString());
    }

    /** A nested type is public only if its enclosing type is, so this class must be public. */
    public static final class Example {
        public int forTestsOnly() {
            return 1;
        }

        public int used() {
            return 2;
        }

        @Override
        public String toString() {
            return "example " + used();
        }
    }
}
