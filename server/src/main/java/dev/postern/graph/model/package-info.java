/** The types of Graph as data: names and types of properties, and reading and writing documents of a type. */
@NullMarked
package dev.postern.graph.model;

import org.jspecify.annotations.NullMarked;
