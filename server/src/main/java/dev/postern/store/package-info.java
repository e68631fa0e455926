/** A database, SQLite or PostgreSQL: what is asked of it, in its own words. */
@NullMarked
package dev.postern.store;

import org.jspecify.annotations.NullMarked;
