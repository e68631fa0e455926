/** A database: SQLite or PostgreSQL; transactions, the writer queue, migrations. It does not know mail, people or HTTP. */
@NullMarked
package dev.postern.store;

import org.jspecify.annotations.NullMarked;
