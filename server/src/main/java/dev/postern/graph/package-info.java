/**
 * Graph on the wire: the table of operations, the processing of a request from its path through the gate to the handler
 * of its row, and the only mapping of failures to Graph errors. The areas are in separate packages. It is independent
 * of SQL.
 */
@NullMarked
package dev.postern.graph;

import org.jspecify.annotations.NullMarked;
