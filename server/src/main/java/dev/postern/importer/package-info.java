/**
 * Reads what the cmdlets of Exchange and Graph print as JSON, and makes a tenant of it. Whatever cannot be read never widens access: it is
 * left out by name, or fails closed.
 */
@NullMarked
package dev.postern.importer;

import org.jspecify.annotations.NullMarked;
