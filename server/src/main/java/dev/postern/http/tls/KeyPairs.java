package dev.postern.http.tls;

import java.security.GeneralSecurityException;
import java.security.Signature;

/** Checks that a key belongs to a certificate. After a crash between writing two files they may not match. */
final class KeyPairs {
    private KeyPairs() {}

    static boolean match(ServerCertificate identity) throws GeneralSecurityException {
        byte[] sample = {1, 2, 3};
        var signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(identity.key());
        signature.update(sample);
        byte[] signed = signature.sign();
        // of the key, because the certificate of an authority may sign only certificates
        signature.initVerify(identity.certificate().getPublicKey());
        signature.update(sample);
        return signature.verify(signed);
    }
}
