package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.TestFolders;
import dev.postern.http.Json;
import dev.postern.secrets.Keyring;
import dev.postern.secrets.Sealer;
import dev.postern.secrets.SecretPlace;
import dev.postern.store.Databases;
import dev.postern.store.Engine;
import dev.postern.store.Uuids;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A copy of the database cannot sign anything, regardless of nodes, rotations, lost keys and older versions. */
class StoredSecretsTest {
    private static final String WORKFLOW = "/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/rg"
            + "/providers/Microsoft.Logic/workflows/called";
    private static final String VERSION = "?api-version=2019-05-01";
    private static final String DEFINITION = """
        {"location":"local","properties":{"state":"Enabled","definition":{
         "$schema":"https://schema.management.azure.com/providers/Microsoft.Logic/schemas/2016-06-01/workflowdefinition.json#",
         "contentVersion":"1.0.0.0","triggers":{"start":{"type":"Request","kind":"Http"}},
         "actions":{"Say":{"type":"Compose","runAfter":{},"inputs":"x"}},"outputs":{}}}}\
        """;
    /** Byte sequences of every private key of these kinds that no public key contains. */
    private static final List<String> PRIVATE =
            List.of("020100300d06092a864886f70d01010105000482", "302e020100300506032b657004220420");

    private static String url(Engine engine, Path folder) {
        return engine == Engine.POSTGRES ? Databases.postgresUrl() : "jdbc:sqlite:" + folder.resolve("postern.db");
    }

    private static TestPostern start(Path folder, String url, String... more) {
        var options = new ArrayList<>(List.of(more));
        if (url.startsWith("jdbc:postgresql:")) {
            options.addAll(List.of("--database", url));
        }
        return TestPostern.start(folder, options.toArray(String[]::new));
    }

    private static void deploy(Administration admin) {
        Answer answer = admin.http()
                .send(
                        "PUT",
                        WORKFLOW + VERSION,
                        admin.token(Administration.MANAGEMENT),
                        "application/json",
                        DEFINITION);
        assertTrue(answer.status() < 300, answer::body);
    }

    /** Path and query of a URL that needs no token. */
    private static String callback(Administration admin) {
        URI address = URI.create(admin.http()
                .post(
                        WORKFLOW + "/triggers/start/listCallbackUrl" + VERSION,
                        admin.token(Administration.MANAGEMENT),
                        "{}")
                .expect(200)
                .json()
                .get("value")
                .asString());
        return address.getRawPath() + "?" + address.getRawQuery();
    }

    private static List<String> published(Administration admin) {
        var ids = new ArrayList<String>();
        admin.http()
                .get("/common/discovery/v2.0/keys", null)
                .expect(200)
                .json()
                .get("keys")
                .forEach(key -> ids.add(key.get("kid").asString()));
        return ids;
    }

    /** Everything in the database, as in a dump. */
    private static byte[] dump(String url, Path folder) throws Exception {
        var all = new ByteArrayOutputStream();
        if (url.startsWith("jdbc:sqlite:")) {
            try (var files = Files.newDirectoryStream(folder, "postern.db*")) {
                for (Path file : files) {
                    all.write(Files.readAllBytes(file));
                }
            }
            return all.toByteArray();
        }
        try (Connection connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            for (String table : List.of("signing_key", "workflow", "workflow_key", "workflow_version")) {
                try (var rows = statement.executeQuery("select * from " + table)) {
                    while (rows.next()) {
                        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                            Object value = rows.getObject(i);
                            all.write(
                                    value instanceof byte[] bytes
                                            ? bytes
                                            : String.valueOf(value).getBytes(StandardCharsets.UTF_8));
                        }
                    }
                }
            }
        }
        return all.toByteArray();
    }

    private static void assertHoldsNoKey(byte[] dump, List<byte[]> secrets) {
        String bytes = HexFormat.of().formatHex(dump);
        String text = new String(dump, StandardCharsets.ISO_8859_1);
        assertTrue(text.contains("Postern token signing"), "the certificate is there, so the dump is one");
        for (String mark : PRIVATE) {
            assertFalse(bytes.contains(mark), mark);
            for (int skipped = 0; skipped < 3; skipped++) {
                byte[] part = HexFormat.of().parseHex(mark.substring(2 * skipped));
                String base64 = Base64.getEncoder().withoutPadding().encodeToString(part);
                assertFalse(text.contains(base64.substring(0, base64.length() - 2)), base64);
            }
        }
        for (byte[] secret : secrets) {
            // An RSA private key begins with public values.
            for (int from = secret.length > 32 ? 320 : 0; from + 16 <= secret.length; from += 64) {
                assertFalse(bytes.contains(HexFormat.of().formatHex(secret, from, from + 16)));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void theDatabaseContainsNoKeyThatSigns(Engine engine) throws Exception {
        Path folder = TestFolders.folder("postern-secrets");
        String url = url(engine, folder);
        try (TestPostern postern = start(folder, url)) {
            deploy(postern.admin());
            postern.admin().http().post(callback(postern.admin()), null, "{}").expect(202);
        }
        assertHoldsNoKey(dump(url, folder), List.of());
        assertTrue(Files.exists(folder.resolve(Keyring.FILE)));
    }

    /** The data of an older version: an unencrypted signing key and an unencrypted callback key. */
    private record Old(byte[] signing, byte[] callback, String workflow) {
        static Old make(String url, Path folder) throws Exception {
            Sealer sealer = Keyring.open(folder, Optional.empty(), List.of(), new SecureRandom())
                    .sealer();
            boolean sqlite = url.startsWith("jdbc:sqlite:");
            byte[] callback = new byte[32];
            new SecureRandom().nextBytes(callback);
            try (Connection connection = DriverManager.getConnection(url);
                    var statement = connection.createStatement()) {
                byte[] signing;
                try (var row = statement.executeQuery("select generation, certificate, private_key from signing_key")) {
                    row.next();
                    byte[] certificate = row.getBytes(2);
                    var parsed = CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(certificate));
                    String thumbprint = Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(MessageDigest.getInstance("SHA-256").digest(parsed.getEncoded()));
                    signing = sealer.open(
                            new SecretPlace("signing_key", "private_key", row.getLong(1) + " " + thumbprint),
                            row.getBytes(3));
                }
                String workflow;
                try (var row = statement.executeQuery("select workflow_id from workflow")) {
                    row.next();
                    workflow = sqlite ? Uuids.of(row.getBytes(1)).toString() : row.getString(1);
                }
                try (var update = connection.prepareStatement("update signing_key set private_key = ?")) {
                    update.setBytes(1, signing);
                    update.executeUpdate();
                }
                try (var update =
                        connection.prepareStatement("update workflow set primary_key = ?, secondary_key = ?")) {
                    update.setBytes(1, callback);
                    update.setBytes(2, callback);
                    update.executeUpdate();
                }
                statement.execute("delete from workflow_key");
                return new Old(signing, callback, workflow);
            }
        }

        String address() throws Exception {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(callback, "HmacSHA256"));
            byte[] signature = mac.doFinal("1.0\n/triggers/start/run\n".getBytes(StandardCharsets.UTF_8));
            return "/workflows/" + UUID.fromString(workflow).toString().replace("-", "")
                    + "/triggers/start/paths/invoke?api-version=2016-10-01&sp=%2Ftriggers%2Fstart%2Frun&sv=1.0&sig="
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void unencryptedKeysOfAnOlderVersionAreEncryptedAtTheFirstStart(Engine engine) throws Exception {
        Path folder = TestFolders.folder("postern-secrets");
        String url = url(engine, folder);
        String token;
        try (TestPostern postern = start(folder, url)) {
            deploy(postern.admin());
            token = postern.admin().token(Administration.GRAPH);
        }
        Old old = Old.make(url, folder);
        Files.delete(folder.resolve(Keyring.FILE));
        try (TestPostern postern = start(folder, url)) {
            Administration admin = postern.admin();
            admin.http().get("/v1.0/users", token).expect(200);
            admin.http().post(old.address(), null, "{}").expect(202);
            admin.http()
                    .post(old.address().replace("sig=", "sig=A"), null, "{}")
                    .expect(401);
            admin.http().post(callback(admin), null, "{}").expect(202);
            // A new key replaces the one that backups contain unencrypted.
            assertEquals(2, published(admin).size());
            assertHoldsNoKey(dump(url, folder), List.of(old.signing(), old.callback()));
            if (engine == Engine.POSTGRES) {
                try (TestPostern other = start(TestFolders.folder("postern-secrets"), url)) {
                    other.admin().http().post(old.address(), null, "{}").expect(202);
                    other.admin()
                            .http()
                            .post(old.address().replace("sig=", "sig=A"), null, "{}")
                            .expect(401);
                }
            }
        }
    }

    @Test
    void nodesWithSeparateKeysServeEachOther() throws Exception {
        String url = Databases.postgresUrl();
        Path one = TestFolders.folder("postern-secrets");
        Path other = TestFolders.folder("postern-secrets");
        try (TestPostern here = start(one, url);
                TestPostern there = start(other, url)) {
            assertNotEquals(Files.readString(one.resolve(Keyring.FILE)), Files.readString(other.resolve(Keyring.FILE)));
            deploy(here.admin());
            String token = here.admin().token(Administration.GRAPH);
            String back = there.admin().token(Administration.GRAPH);
            there.admin().http().get("/v1.0/users", token).expect(200);
            here.admin().http().get("/v1.0/users", back).expect(200);
            assertEquals(2, published(there.admin()).size());
            Waiting.until(() -> Optional.of(published(here.admin())).filter(keys -> keys.size() == 2));
            String first = callback(here.admin());
            String second = callback(there.admin());
            assertNotEquals(first, second);
            assertEquals(first, callback(here.admin()));
            for (TestPostern node : List.of(here, there)) {
                node.admin().http().post(first, null, "{}").expect(202);
                node.admin().http().post(second, null, "{}").expect(202);
                node.admin()
                        .http()
                        .post(first.replace("start", "other"), null, "{}")
                        .expect(401);
            }
        }
    }

    @Test
    void nodesWithOneKeyShareTheirSigningKeys() throws Exception {
        String url = Databases.postgresUrl();
        String key = Base64.getEncoder().encodeToString(new SecureRandom().generateSeed(32));
        try (TestPostern here = start(TestFolders.folder("postern-secrets"), url, "encryption.key", key);
                TestPostern there = start(TestFolders.folder("postern-secrets"), url, "encryption.key", key)) {
            assertEquals(1, published(there.admin()).size());
            deploy(here.admin());
            assertEquals(callback(here.admin()), callback(there.admin()));
            assertFalse(Files.exists(there.folder().resolve(Keyring.FILE)));
        }
    }

    private static int rotate(Path folder, String url) throws Exception {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                TestFolders.javaOption(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "dev.postern.Main",
                "keys",
                "rotate",
                "--data",
                folder.toString()));
        if (url.startsWith("jdbc:postgresql:")) {
            command.addAll(List.of("--database", url));
        }
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void theKeyIsRotatedAndNothingElseChanges(Engine engine) throws Exception {
        Path folder = TestFolders.folder("postern-secrets");
        String url = url(engine, folder);
        List<String> keys;
        String address;
        try (TestPostern postern = start(folder, url)) {
            deploy(postern.admin());
            keys = published(postern.admin());
            address = callback(postern.admin());
            assertEquals(1, rotate(folder, url), "a running server has the folder");
        }
        String before = Files.readString(folder.resolve(Keyring.FILE));
        assertEquals(0, rotate(folder, url));
        String after = Files.readString(folder.resolve(Keyring.FILE));
        assertNotEquals(before, after);
        assertEquals(1, after.lines().count());
        // One that was killed after its first step: the next start continues.
        Keyring.open(folder, Optional.empty(), List.of(), new SecureRandom()).rotate();
        assertEquals(2, Files.readString(folder.resolve(Keyring.FILE)).lines().count());
        try (TestPostern postern = start(folder, url)) {
            assertEquals(keys, published(postern.admin()));
            assertEquals(address, callback(postern.admin()));
            postern.admin().http().post(address, null, "{}").expect(202);
        }
        assertEquals(1, Files.readString(folder.resolve(Keyring.FILE)).lines().count());
        String next = Base64.getEncoder().encodeToString(new SecureRandom().generateSeed(32));
        try (TestPostern postern = start(folder, url, "encryption.key", next)) {
            assertEquals(keys, published(postern.admin()));
        }
        Files.delete(folder.resolve(Keyring.FILE));
        String last = Base64.getEncoder().encodeToString(new SecureRandom().generateSeed(32));
        try (TestPostern postern = start(folder, url, "encryption.key", last, "encryption.key-previous", next)) {
            assertEquals(keys, published(postern.admin()));
            assertEquals(address, callback(postern.admin()));
        }
    }

    @Test
    void noDatabaseIsCreatedInAFolderWithoutOne() throws Exception {
        Path folder = TestFolders.folder("postern-secrets").resolve("other");
        assertEquals(69, rotate(folder, "jdbc:sqlite:"));
        assertFalse(Files.exists(folder));
        assertEquals(65, rotate(TestFolders.folder("postern-secrets"), Databases.postgresUrl()));
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aLostKeyInvalidatesNoToken(Engine engine) throws Exception {
        Path folder = TestFolders.folder("postern-secrets");
        String url = url(engine, folder);
        String token;
        String address;
        try (TestPostern postern = start(folder, url)) {
            deploy(postern.admin());
            token = postern.admin().token(Administration.GRAPH);
            address = callback(postern.admin());
        }
        Files.delete(folder.resolve(Keyring.FILE));
        try (TestPostern postern = start(folder, url)) {
            Administration admin = postern.admin();
            admin.http().get("/v1.0/users", token).expect(200);
            admin.http().get("/v1.0/users", admin.token(Administration.GRAPH)).expect(200);
            assertEquals(2, published(admin).size());
            admin.http().post(address, null, "{}").expect(202);
            assertNotEquals(address, callback(admin));
        }
    }

    private static final String SECURE = DEFINITION
            .replace(
                    "\"contentVersion\"",
                    "\"parameters\":{\"p\":{\"type\":\"securestring\"},\"q\":{\"type\":\"SecureString\",\"defaultValue\":\"hidden-default\"}},\"contentVersion\"")
            .replace("\"outputs\":{}}", "\"outputs\":{}},\"parameters\":{\"p\":{\"value\":\"hidden-value\"}}");

    private static void deploySecure(Administration admin) {
        Answer answer = admin.http()
                .send("PUT", WORKFLOW + VERSION, admin.token(Administration.MANAGEMENT), "application/json", SECURE);
        assertTrue(answer.status() < 300, answer::body);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void secureParametersAreEncryptedIfEveryNodeCanReadThem(Engine engine) throws Exception {
        Path folder = TestFolders.folder("postern-secrets");
        String url = url(engine, folder);
        String key = Base64.getEncoder().encodeToString(new SecureRandom().generateSeed(32));
        List<String> plain = List.of(
                "update workflow_version set definition = '" + definition().replace("'", "''") + "'",
                "update workflow_version set parameters = '{\"p\":{\"value\":\"hidden-value\"}}'");
        try (TestPostern postern = start(folder, url, "encryption.key", key)) {
            deploySecure(postern.admin());
            assertFalse(new String(dump(url, folder), StandardCharsets.ISO_8859_1).contains("hidden-"));
            postern.admin().http().post(callback(postern.admin()), null, "{}").expect(202);
        }
        String address;
        // As stored by an older version.
        try (Connection connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            for (String one : plain) {
                statement.execute(one);
            }
        }
        try (TestPostern postern = start(folder, url, "encryption.key", key)) {
            assertFalse(new String(dump(url, folder), StandardCharsets.ISO_8859_1).contains("hidden-"));
            address = callback(postern.admin());
            postern.admin().http().post(address, null, "{}").expect(202);
        }
        // Without the key it cannot run, which is reported, but it can be deployed again.
        try (TestPostern postern = start(folder, url)) {
            Administration admin = postern.admin();
            Answer refused = admin.http().post(address, null, "{}");
            assertEquals(409, refused.status(), refused::body);
            assertEquals("WorkflowSecretsUnreadable", refused.code());
            Answer unreadable = admin.http()
                    .get(WORKFLOW + VERSION, admin.token(Administration.MANAGEMENT))
                    .expect(409);
            assertEquals("WorkflowSecretsUnreadable", unreadable.code());
            deploySecure(postern.admin());
            postern.admin().http().post(callback(postern.admin()), null, "{}").expect(202);
        }
    }

    /** The definition alone. */
    private static String definition() {
        return Json.parse(SECURE.getBytes(StandardCharsets.UTF_8))
                .at("/properties/definition")
                .toString();
    }
}
