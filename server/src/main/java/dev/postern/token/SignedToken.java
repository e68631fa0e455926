package dev.postern.token;

import java.time.Instant;

/** What a token with a good signature says, before its time and audience are judged. */
record SignedToken(VerifiedToken token, String audience, Instant notBefore) {}
