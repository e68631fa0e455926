package dev.postern.workflow.stored;

import dev.postern.audit.PendingEntry;
import dev.postern.secrets.Sealer;
import dev.postern.secrets.SecretPlace;
import dev.postern.secrets.SecretUnreadable;
import dev.postern.store.Database;
import dev.postern.store.Work;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys for callback URLs. Private keys are stored encrypted and public keys in plain text: a copy of the database cannot sign
 * URLs, and every node can verify URLs that another node issued. Thread-safe.
 */
public final class CallbackKeys {
    private static final Logger LOG = LoggerFactory.getLogger(CallbackKeys.class);
    private static final String ED25519 = "Ed25519";
    private static final int SIGNATURE_BYTES = 64;

    private final Database database;
    private final Sealer sealer;

    public CallbackKeys(Database database, Sealer sealer) {
        this.database = database;
        this.sealer = sealer;
    }

    /** A workflow has two keys, so that one can be replaced while the other is in use. */
    public enum Slot {
        PRIMARY,
        SECONDARY
    }

    private record Stored(String slot, byte[] open, byte[] sealed) {}

    /** Creates the key of this node unless it exists. The audit entry is committed with it. */
    public void prepare(WorkflowRow row, Slot slot, PendingEntry entry) {
        if (own(row.key(), slot).isEmpty()) {
            make(row.key(), slot, work -> entry.write(database, work));
        }
    }

    /**
     * Ends the validity of all URLs that a key has signed on any node. The hashes of URLs that older versions signed do not name their key,
     * so they all end.
     */
    public void regenerate(WorkflowRow row, Slot slot, PendingEntry entry) {
        UUID tenant = row.key().tenant().value();
        entry.write(database, sql -> {
            sql.update(
                    "update workflow set " + (slot == Slot.PRIMARY ? "primary_key" : "secondary_key")
                            + " = ? where tenant_id = ? and workflow_id = ?",
                    new byte[0],
                    tenant,
                    row.key().id());
            return sql.update(
                    "delete from workflow_key where tenant_id = ? and workflow_id = ? and slot in (?, ?)",
                    tenant,
                    row.key().id(),
                    slot.name(),
                    FormerKeys.ADDRESS);
        });
    }

    /** Signs with one key. The same text always has the same signature. */
    public static final class Signer {
        private final PrivateKey key;

        private Signer(PrivateKey key) {
            this.key = key;
        }

        public byte[] sign(String text) {
            try {
                Signature signature = Signature.getInstance(ED25519);
                signature.initSign(key);
                signature.update(text.getBytes(StandardCharsets.UTF_8));
                return signature.sign();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("A callback URL cannot be signed", e);
            }
        }

        /** Signs many texts with one signature; each result is that signature and the proof that the text belongs to it. */
        public List<byte[]> signAll(List<String> texts) {
            if (texts.isEmpty()) {
                return List.of();
            }
            TextTree tree = new TextTree(texts);
            byte[] signature = sign(rootText(tree.root()));
            return IntStream.range(0, texts.size())
                    .mapToObj(index -> ByteBuffer.allocate(SIGNATURE_BYTES + tree.proof(index).length)
                            .put(signature)
                            .put(tree.proof(index))
                            .array())
                    .toList();
        }
    }

    /** No permission has this form, because all begin with a slash. */
    private static String rootText(byte[] root) {
        return CallbackUrl.text("tree " + HexFormat.of().formatHex(root), "");
    }

    /** Reads and decrypts the key of this node, which is created when first needed. */
    public Signer signer(WorkflowRow row, Slot slot) {
        byte[] secret = own(row.key(), slot).orElseGet(() -> {
            make(row.key(), slot, database::write);
            return own(row.key(), slot).orElseThrow(() -> new IllegalStateException("A new key cannot be read"));
        });
        try {
            return new Signer(KeyFactory.getInstance(ED25519).generatePrivate(new PKCS8EncodedKeySpec(secret)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A key for callback URLs cannot be read", e);
        }
    }

    /** Returns whether any node, or a former key of the workflow, has signed this text. */
    public boolean verify(WorkflowRow row, String text, byte[] signature) {
        int proof = signature.length - SIGNATURE_BYTES;
        if (proof < 0) {
            return verifiesFormer(row, text.getBytes(StandardCharsets.UTF_8), signature);
        }
        if (proof % TextTree.HASH_BYTES != 0 || proof > TextTree.MAX_PROOF * TextTree.HASH_BYTES) {
            return false;
        }
        byte[] given = Arrays.copyOf(signature, SIGNATURE_BYTES);
        String root = rootText(TextTree.root(text, Arrays.copyOfRange(signature, SIGNATURE_BYTES, signature.length)));
        return verifies(row.key(), root, given) || (proof == 0 && verifies(row.key(), text, given));
    }

    private boolean verifies(WorkflowKey workflow, String text, byte[] signature) {
        byte[] signed = text.getBytes(StandardCharsets.UTF_8);
        return stored(workflow).stream()
                .filter(key -> !key.slot().equals(FormerKeys.ADDRESS))
                .anyMatch(key -> verifies(key.open(), signed, signature));
    }

    private static boolean verifies(byte[] key, byte[] signed, byte[] given) {
        try {
            Signature signature = Signature.getInstance(ED25519);
            signature.initVerify(KeyFactory.getInstance(ED25519).generatePublic(new X509EncodedKeySpec(key)));
            signature.update(signed);
            return signature.verify(given);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** For URLs from older versions, which signed with a shared secret (HMAC). */
    private boolean verifiesFormer(WorkflowRow row, byte[] signed, byte[] signature) {
        return Stream.of(
                                former(row.key(), "primary_key", row.keys().primary()),
                                former(row.key(), "secondary_key", row.keys().secondary()))
                        .flatMap(Optional::stream)
                        .anyMatch(key -> MessageDigest.isEqual(signature, FormerKeys.mac(key, signed)))
                || isKnown(row.key(), FormerKeys.hash(signed, signature));
    }

    private boolean isKnown(WorkflowKey workflow, byte[] hash) {
        return stored(workflow).stream()
                .anyMatch(key -> key.slot().equals(FormerKeys.ADDRESS) && MessageDigest.isEqual(key.open(), hash));
    }

    private Optional<byte[]> former(WorkflowKey workflow, String column, byte[] stored) {
        return Sealer.isSealed(stored) ? open(FormerKeys.place(workflow.id(), column), stored) : Optional.empty();
    }

    private Optional<byte[]> own(WorkflowKey workflow, Slot slot) {
        return stored(workflow).stream()
                .filter(key -> key.slot().equals(slot.name()) && sealer.hasKeyOf(key.sealed()))
                .map(key -> open(place(workflow, key), key.sealed()))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<byte[]> open(SecretPlace place, byte[] sealed) {
        if (!sealer.hasKeyOf(sealed)) {
            return Optional.empty();
        }
        try {
            return Optional.of(sealer.open(place, sealed));
        } catch (SecretUnreadable e) {
            LOG.error("Ignored a key for callback URLs that cannot be decrypted: {}", place, e);
            return Optional.empty();
        }
    }

    private List<Stored> stored(WorkflowKey workflow) {
        return database.read(sql -> sql.list(
                "select slot, public_key, private_key from workflow_key where tenant_id = ? and workflow_id = ?"
                        + " order by slot, public_key",
                row -> new Stored(row.text(1), row.bytes(2), row.bytes(3)),
                workflow.tenant().value(),
                workflow.id()));
    }

    private static SecretPlace place(WorkflowKey workflow, Stored key) {
        return FormerKeys.place(workflow.id(), key.slot(), key.open());
    }

    private void make(WorkflowKey workflow, Slot slot, ToIntFunction<Work<Integer>> write) {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(ED25519).generateKeyPair();
            byte[] open = pair.getPublic().getEncoded();
            byte[] sealed = sealer.seal(
                    FormerKeys.place(workflow.id(), slot.name(), open),
                    pair.getPrivate().getEncoded());
            int _ = write.applyAsInt(sql -> sql.update(
                    "insert into workflow_key (tenant_id, workflow_id, slot, public_key, private_key) values (?, ?, ?,"
                            + " ?, ?)",
                    workflow.tenant().value(),
                    workflow.id(),
                    slot,
                    open,
                    sealed));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A key for callback URLs cannot be created", e);
        }
    }
}
