package dev.postern;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.http.tls.AuthorityStore.Stored;
import dev.postern.secrets.EncryptionKey;
import dev.postern.secrets.Sealer;
import dev.postern.store.Database;
import dev.postern.store.Databases;
import dev.postern.store.Engine;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The stored certificate authorities: who can use them, and what happens when they are altered. */
class SharedAuthoritiesTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private final EncryptionKey ours = EncryptionKey.generate(RANDOM);
    private final EncryptionKey theirs = EncryptionKey.generate(RANDOM);

    private static SharedAuthorities with(Database database, EncryptionKey key, EncryptionKey... previous) {
        return new SharedAuthorities(
                database, new Sealer(key, List.of(previous), true, RANDOM), InstantSource.system());
    }

    private static Stored stored(int number) {
        return new Stored(new byte[] {1, (byte) number}, new byte[] {2, (byte) number});
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void eachKeyHasItsAuthoritiesTheOldestFirst(Engine engine) {
        try (Database database = Databases.open(engine)) {
            SharedAuthorities one = with(database, ours);
            one.add(stored(1));
            with(database, theirs).add(stored(2));
            one.add(stored(3));
            assertEquals(List.of(1, 3), numbers(one));
            assertEquals(List.of(2), numbers(with(database, theirs)));
            assertEquals(List.of(1, 2, 3), numbers(with(database, ours, theirs)));
            assertArrayEquals(stored(1).privateKey(), one.usable().getFirst().privateKey());

            // with the previous key given, everything is encrypted with the current one
            SharedAuthorities.seal(database, new Sealer(theirs, List.of(ours), true, RANDOM));
            assertEquals(List.of(), numbers(one));
            assertEquals(List.of(1, 2, 3), numbers(with(database, theirs)));
        }
    }

    private static List<Integer> numbers(SharedAuthorities of) {
        return of.usable().stream().map(one -> (int) one.certificate()[1]).toList();
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void anAlteredRowIsIgnoredAndNoKeyIsInPlainText(Engine engine) {
        try (Database database = Databases.open(engine)) {
            SharedAuthorities one = with(database, ours);
            one.add(stored(1));
            one.add(stored(2));
            assertTrue(
                    database
                            .read(sql -> sql.list("select private_key from certificate_authority", row -> row.bytes(1)))
                            .stream()
                            .allMatch(Sealer::isSealed));
            // the key of the first under the certificate of the second
            database.write(sql -> sql.update("update certificate_authority set private_key = (select private_key from"
                    + " certificate_authority where generation = 1) where generation = 2"));
            assertEquals(List.of(1), numbers(one));
        }
    }
}
