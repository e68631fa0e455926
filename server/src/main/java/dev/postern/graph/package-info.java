/**
 * Graph on the wire: the table of operations, the way of a request from its path through the gate to the handler that is bound to
 * its row, and the one mapping of failures to Graph's errors. The areas stand in packages of their own. It knows no SQL.
 */
@NullMarked
package dev.postern.graph;

import org.jspecify.annotations.NullMarked;
