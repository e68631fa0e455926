package dev.postern.audit;

import java.time.Instant;

/** The head of a chain at some time, stored outside the database. */
record Anchor(long sequence, byte[] hash, Instant at) {}
