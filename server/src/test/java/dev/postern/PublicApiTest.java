package dev.postern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * What is public is used by the server. A public method that only tests call is one that no program needs: it goes, or becomes private to its
 * package, or is named here with its reason.
 */
public class PublicApiTest {
    private static final Map<String, String> EXCEPTIONS = Map.ofEntries(
            Map.entry("Main", "the process starts here"),
            Map.entry("Main.main", "the process starts here"),
            Map.entry("Core.tokens", "what a core is made of, for embeddings"),
            Map.entry(
                    "CoreBuilder.longestUnconfirmed",
                    "a server has the usual value, an embedding with its own clock has not"),
            Map.entry("CoreBuilder.tokenLifetime", "a server takes it from its configuration, an embedding has none"),
            Map.entry("HttpServer.start", "the HTTP server without a Postern around it, for embeddings"),
            Map.entry("HttpServer.Listener.secure", "the HTTP server without a Postern around it, for embeddings"),
            Map.entry("LocalAuthority.caCertificate", "what a client in the same process trusts"),
            Map.entry("LocalAuthority.clientContext", "what a client in the same process trusts"),
            Map.entry(
                    "SqlFragment.bind",
                    "the condition's SQL by itself, which its tests compare with the evaluation in memory"),
            Map.entry(
                    "StructuredType.isEntity",
                    "the difference between two readers of filters is tested with a model made from this"));

    /** Packages whose code is being rewritten; what is left when that is done is judged by the rule. */
    private static final Map<String, List<String>> TEMPORARY = Map.of(
            "delivery",
            List.of(
                    "Delivery.submissions",
                    "Delivery.deliverDue",
                    "Delivery.queue",
                    "QueueScan.queued",
                    "Submission.What.Message.new"),
            "directory",
            List.of("DirectoryFailure.Invalid.property", "DirectorySnapshot.assignments", "RecipientType.isGroup"),
            "gate",
            List.of(
                    "DirectoryReader.actor",
                    "MailboxAccess.ownerId",
                    "Refusal.PermissionMissing.decision",
                    "Refusal.PolicyDenied.decision"),
            "graph",
            List.of("Compatibility", "Compatibility.page", "GraphRequest.argument"),
            "mailbox",
            List.of(
                    "Content.of",
                    "FolderPatch.named",
                    "Folders.changedSince",
                    "Folders.create",
                    "ListQuery.newest",
                    "ListQuery.where",
                    "ListQuery.orderBy",
                    "ListQuery.skip",
                    "ListQuery.counted",
                    "Mailboxes.contents",
                    "NewMessage.sent",
                    "QueuedMessage.copy"),
            "compute",
            List.of("ContentCache.awaited", "HtmlBounds.hold"),
            "core",
            List.of("Mailboxes.remove", "SigningKeys.retire"),
            "query",
            List.of("ConditionRewrite", "ConditionRewrite.literals"));

    private static Path folder(Class<?> of) {
        try {
            return Path.of(
                    of.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatIsPublicIsUsedByTheServer() {
        Set<String> unused = new PublicApi(folder(Postern.class)).unused();
        var wrong = new TreeSet<>(unused);
        wrong.removeAll(EXCEPTIONS.keySet());
        TEMPORARY.values().forEach(wrong::removeAll);
        assertEquals(Set.of(), wrong, "public, and used by no class of the server");
        var stale = new TreeSet<>(EXCEPTIONS.keySet());
        stale.removeAll(unused);
        assertEquals(Set.of(), stale, "exceptions that are not needed any more");
    }

    /** The rule sees what it should: this class file has a type and a method that nothing uses. */
    @Test
    void theRuleFindsWhatOnlyTestsUse() {
        Collection<String> found = new PublicApi(folder(PublicApiTest.class)).unused();
        assertTrue(found.contains("PublicApiTest.Example.forTestsOnly"), () -> found.toString());
        assertTrue(!found.contains("PublicApiTest.Example.used"), () -> found.toString());
        assertTrue(!found.contains("PublicApiTest.Example.toString"), () -> found.toString());
    }

    /** Public as the language sees it only within a public type, so this test's own class is one. */
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
