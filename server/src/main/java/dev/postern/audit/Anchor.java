package dev.postern.audit;

import java.time.Instant;

/** The head of a chain as it was at some time, kept outside the database. */
record Anchor(long sequence, byte[] hash, Instant at) {}
