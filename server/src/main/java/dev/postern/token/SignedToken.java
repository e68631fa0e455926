package dev.postern.token;

import java.time.Instant;

/** The content of a token with a valid signature, before its time and audience are checked. */
record SignedToken(VerifiedToken token, String audience, Instant notBefore) {}
