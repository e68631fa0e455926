package dev.postern.http.tls;

import java.security.GeneralSecurityException;
import java.security.Signature;

/** Tells whether a key belongs to a certificate; a crash between two files can leave a pair that does not fit. */
final class KeyPairs {
    private KeyPairs() {}

    static boolean match(ServerCertificate identity) throws GeneralSecurityException {
        byte[] sample = {1, 2, 3};
        var signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(identity.key());
        signature.update(sample);
        byte[] signed = signature.sign();
        signature.initVerify(identity.certificate());
        signature.update(sample);
        return signature.verify(signed);
    }
}
